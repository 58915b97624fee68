// SHA256_SHARE with the SHA instructions of x86-64 CPUs, four trials side by side to hide their latency.
// Same interface as sha256_share.cl, except that the state in 0-7 is the one after round 7. The host builds this file
// only where /proc/cpuinfo lists sha_ni: elsewhere the process would die of an illegal instruction.

typedef uint4 vec;

#define WAYS LANES
#define EACH _Pragma("unroll") for (int n = 0; n < WAYS; n++)

// Two rounds: `other` holds the halves not changed, `wk` two sums of round constant and message word.
#define TWO_ROUNDS(state, other, wk) \
  __asm__("sha256rnds2 %%xmm0, %1, %0" : "+x"(state) : "x"(other), "Yz"(wk))
#define MESSAGE_1(state, next) __asm__("sha256msg1 %1, %0" : "+x"(state) : "x"(next))
#define MESSAGE_2(state, last) __asm__("sha256msg2 %1, %0" : "+x"(state) : "x"(last))

#define FOUR_ROUNDS(words, i)                                              \
  EACH {                                                                   \
    vec wk = words[n] + vload4(0, K + (i));                                \
    TWO_ROUNDS(cdgh[n], abef[n], wk);                                      \
    wk = wk.s2323;                                                         \
    TWO_ROUNDS(abef[n], cdgh[n], wk);                                      \
  }

// w[i..i+3] into `p` from the four groups before: p, q, r, s.
#define SCHEDULE(p, q, r, s)                                               \
  EACH {                                                                   \
    MESSAGE_1(p[n], q[n]);                                                 \
    p[n] += (vec)(r[n].s1, r[n].s2, r[n].s3, s[n].s0);                     \
    MESSAGE_2(p[n], s[n]);                                                 \
  }

__constant uint K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

__kernel void search(__global const uint *in, __global uint *out, uint capacity, uint first, uint iterations) {
  const uint bound = in[17];
  // Lanes from the lowest: F E B A and H G D C.
  const vec abef0 = (vec)(in[5], in[4], in[1], in[0]);
  const vec cdgh0 = (vec)(in[7], in[6], in[3], in[2]);
  const vec words4 = (vec)(in[12], in[13], in[14], in[15]);
  const vec words8 = (vec)(in[16], 0, 0x80000000u, 0);
  const vec words12 = (vec)(0, 0, 0, 320);
  vec first0 = (vec)(in[8], in[9], in[10], in[11]);
  vec first4 = words4;
  MESSAGE_1(first0, words4);
  MESSAGE_1(first4, words8);

  uint nonce = first + (uint)get_global_id(0) * iterations * WAYS;
  for (uint step = 0; step < iterations; step++, nonce += WAYS) {
    vec abef[WAYS], cdgh[WAYS], p[WAYS], q[WAYS], r[WAYS], s[WAYS];
    EACH {
      abef[n] = abef0;
      cdgh[n] = cdgh0;
      r[n] = words8;
      r[n].s1 = nonce + n;
      s[n] = words12;
    }
    FOUR_ROUNDS(r, 8)
    FOUR_ROUNDS(s, 12)
    EACH { p[n] = first0 + (vec)(r[n].s1, 0x80000000u, 0, 0); MESSAGE_2(p[n], s[n]); }
    FOUR_ROUNDS(p, 16)
    EACH { q[n] = first4 + (vec)(0, 0, 320, p[n].s0); MESSAGE_2(q[n], p[n]); }
    FOUR_ROUNDS(q, 20)
    SCHEDULE(r, s, p, q) FOUR_ROUNDS(r, 24)
    SCHEDULE(s, p, q, r) FOUR_ROUNDS(s, 28)
    SCHEDULE(p, q, r, s) FOUR_ROUNDS(p, 32)
    SCHEDULE(q, r, s, p) FOUR_ROUNDS(q, 36)
    SCHEDULE(r, s, p, q) FOUR_ROUNDS(r, 40)
    SCHEDULE(s, p, q, r) FOUR_ROUNDS(s, 44)
    SCHEDULE(p, q, r, s) FOUR_ROUNDS(p, 48)
    SCHEDULE(q, r, s, p) FOUR_ROUNDS(q, 52)
    SCHEDULE(r, s, p, q) FOUR_ROUNDS(r, 56)
    SCHEDULE(s, p, q, r) FOUR_ROUNDS(s, 60)
    EACH {
      if (abef[n].s3 + 0x6a09e667u <= bound) {
        uint at = atomic_inc(out);
        if (at < capacity) out[1 + at] = nonce + n;
      }
    }
  }
}
