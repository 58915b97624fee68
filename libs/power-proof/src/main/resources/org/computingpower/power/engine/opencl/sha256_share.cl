// Searches shares of SHA256_SHARE: SHA-256 of the 40-byte message C | u64be(nonce), one block per trial.
//
// Only message word 9 (the lower half of the nonce) changes from trial to trial. The host therefore hands over the
// state after round 8 and the parts of the message schedule that do not depend on word 9.
//
// Compiled with -DLANES=n: trials per work-item and step, side by side in one vector (1 on GPUs).
// With -DUSE_BITSELECT the boolean functions use the instruction GPUs have for them.

#if LANES == 1
typedef uint vec;
#define HIT(x) (x)
#else
#define JOIN(a, b) a##b
#define TYPE(n) JOIN(uint, n)
typedef TYPE(LANES) vec;
#define HIT(x) any(x)
#endif

#define ROR(x, n) rotate((x), (vec)(32 - (n)))
#define BIG0(a) (ROR(a, 2) ^ ROR(a, 13) ^ ROR(a, 22))
#define BIG1(e) (ROR(e, 6) ^ ROR(e, 11) ^ ROR(e, 25))
#define SMALL0(w) (ROR(w, 7) ^ ROR(w, 18) ^ ((w) >> 3))
#define SMALL1(w) (ROR(w, 17) ^ ROR(w, 19) ^ ((w) >> 10))

#ifdef USE_BITSELECT
#define CHOOSE(e, f, g) bitselect((g), (f), (e))
#define MAJORITY(a, b, c) bitselect((a), (b), (a) ^ (c))
#else
#define CHOOSE(e, f, g) ((g) ^ ((e) & ((f) ^ (g))))
#define MAJORITY(a, b, c) ((b) ^ (((a) ^ (b)) & ((b) ^ (c))))
#endif

// One round; the caller rotates the names instead of the values. KW = round constant plus message word.
#define ROUND(a, b, c, d, e, f, g, h, KW)                    \
  {                                                          \
    vec t = h + BIG1(e) + CHOOSE(e, f, g) + (KW);            \
    d += t;                                                  \
    h = t + BIG0(a) + MAJORITY(a, b, c);                     \
  }

#define NEXT(i) (w[(i)&15] = SMALL1(w[((i) - 2) & 15]) + w[((i) - 7) & 15] + SMALL0(w[((i) - 15) & 15]) + w[(i)&15])

#define EIGHT(i)                                             \
  ROUND(a, b, c, d, e, f, g, h, NEXT(i) + K[i])              \
  ROUND(h, a, b, c, d, e, f, g, NEXT(i + 1) + K[i + 1])      \
  ROUND(g, h, a, b, c, d, e, f, NEXT(i + 2) + K[i + 2])      \
  ROUND(f, g, h, a, b, c, d, e, NEXT(i + 3) + K[i + 3])      \
  ROUND(e, f, g, h, a, b, c, d, NEXT(i + 4) + K[i + 4])      \
  ROUND(d, e, f, g, h, a, b, c, NEXT(i + 5) + K[i + 5])      \
  ROUND(c, d, e, f, g, h, a, b, NEXT(i + 6) + K[i + 6])      \
  ROUND(b, c, d, e, f, g, h, a, NEXT(i + 7) + K[i + 7])

__constant uint K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// in: 0-7 state after round 8 (a to h); 8-15 message words 0 to 7; 16 message word 8; 17 upper word of the target.
// out: 0 number of candidates; 1... lower nonce words. Candidates past the capacity are counted, not stored.
__kernel void search(__global const uint *in, __global uint *out, uint capacity, uint first, uint iterations) {
  const uint bound = in[17];
  // The constant parts of words 16 to 24; words 17, 19 and 21 are constant altogether.
  const uint w15 = 320;
#define S0(x) (rotate((x), 25u) ^ rotate((x), 14u) ^ ((x) >> 3))
#define S1(x) (rotate((x), 15u) ^ rotate((x), 13u) ^ ((x) >> 10))
  const uint c16 = in[8] + S0(in[9]);
  const uint c17 = S1(w15) + 0x80000000u + S0(in[10]) + in[9];
  const uint c18 = S0(in[11]) + in[10];
  const uint c19 = S1(c17) + S0(in[12]) + in[11];
  const uint c20 = S0(in[13]) + in[12];
  const uint c21 = S1(c19) + S0(in[14]) + in[13];
  const uint c22 = w15 + S0(in[15]) + in[14];
  const uint c23 = S1(c21) + S0(in[16]) + in[15];
  const uint c24 = c17 + in[16];

  vec nonce;
#if LANES == 1
  nonce = first + get_global_id(0) * iterations;
#else
  uint lane[LANES] __attribute__((aligned(64)));
  for (uint i = 0; i < LANES; i++) lane[i] = i;
  nonce = *(vec *)lane + (vec)(first + (uint)get_global_id(0) * iterations * LANES);
#endif

  for (uint step = 0; step < iterations; step++, nonce += (vec)LANES) {
    vec a = in[0], b = in[1], c = in[2], d = in[3], e = in[4], f = in[5], g = in[6], h = in[7];
    vec w[16];
    w[9] = nonce;
    w[10] = 0x80000000u;
    w[11] = 0;
    w[12] = 0;
    w[13] = 0;
    w[14] = 0;
    w[15] = w15;
    // Rounds 9 to 15; the names stand as after nine turns.
    ROUND(a, b, c, d, e, f, g, h, nonce + K[9])
    ROUND(h, a, b, c, d, e, f, g, (vec)(K[10] + 0x80000000u))
    ROUND(g, h, a, b, c, d, e, f, (vec)K[11])
    ROUND(f, g, h, a, b, c, d, e, (vec)K[12])
    ROUND(e, f, g, h, a, b, c, d, (vec)K[13])
    ROUND(d, e, f, g, h, a, b, c, (vec)K[14])
    ROUND(c, d, e, f, g, h, a, b, (vec)(K[15] + w15))
    // Rounds 16 to 24 with the prepared words.
    w[0] = nonce + c16;
    ROUND(b, c, d, e, f, g, h, a, w[0] + K[16])
    w[1] = c17;
    ROUND(a, b, c, d, e, f, g, h, (vec)(c17 + K[17]))
    w[2] = SMALL1(w[0]) + c18;
    ROUND(h, a, b, c, d, e, f, g, w[2] + K[18])
    w[3] = c19;
    ROUND(g, h, a, b, c, d, e, f, (vec)(c19 + K[19]))
    w[4] = SMALL1(w[2]) + c20;
    ROUND(f, g, h, a, b, c, d, e, w[4] + K[20])
    w[5] = c21;
    ROUND(e, f, g, h, a, b, c, d, (vec)(c21 + K[21]))
    w[6] = SMALL1(w[4]) + c22;
    ROUND(d, e, f, g, h, a, b, c, w[6] + K[22])
    w[7] = w[0] + c23;
    ROUND(c, d, e, f, g, h, a, b, w[7] + K[23])
    w[8] = SMALL1(w[6]) + SMALL0(nonce) + c24;
    ROUND(b, c, d, e, f, g, h, a, w[8] + K[24])
    EIGHT(25)
    EIGHT(33)
    EIGHT(41)
    EIGHT(49)
    // Rounds 57 to 63; what only feeds the other seven result words is dropped by the compiler.
    ROUND(a, b, c, d, e, f, g, h, NEXT(57) + K[57])
    ROUND(h, a, b, c, d, e, f, g, NEXT(58) + K[58])
    ROUND(g, h, a, b, c, d, e, f, NEXT(59) + K[59])
    ROUND(f, g, h, a, b, c, d, e, NEXT(60) + K[60])
    ROUND(e, f, g, h, a, b, c, d, NEXT(61) + K[61])
    ROUND(d, e, f, g, h, a, b, c, NEXT(62) + K[62])
    ROUND(c, d, e, f, g, h, a, b, NEXT(63) + K[63])
    vec top = b + 0x6a09e667u;
    if (HIT(top <= (vec)bound)) {
#if LANES == 1
      uint at = atomic_inc(out);
      if (at < capacity) out[1 + at] = nonce;
#else
      uint tops[LANES] __attribute__((aligned(64))), nonces[LANES] __attribute__((aligned(64)));
      *(vec *)tops = top;
      *(vec *)nonces = nonce;
      for (uint i = 0; i < LANES; i++) {
        if (tops[i] <= bound) {
          uint at = atomic_inc(out);
          if (at < capacity) out[1 + at] = nonces[i];
        }
      }
#endif
    }
  }
}
