"""Writes the golden vectors of the power proof. Standard library only; shares no code with the Java implementation.

Run from libs/power-proof: python3 src/test/python/make_vectors.py
Vectors are only ever added: an existing one changes only together with the version inside the challenge.
"""
import hashlib
import json
import pathlib

OUT = pathlib.Path("src/main/resources/org/computingpower/power/vectors")


def sha(data):
    return hashlib.sha256(data).digest()


def uint(value, width):
    return value.to_bytes(width, "big")


def label(text, width=16):
    return text.encode("ascii").ljust(width, b"\0")


def some(name, size=32):
    return (sha(name.encode()) * 2)[:size]


def hex_values(inputs):
    return {key: value.hex() if isinstance(value, bytes) else value for key, value in inputs.items()}


def vector(name, inputs, preimage):
    return {"name": name, "input": hex_values(inputs), "preimage": preimage.hex(), "output": sha(preimage).hex()}


def write(file, layout, vectors):
    text = json.dumps({"layout": layout, "vectors": vectors}, indent=2)
    (OUT / file).write_text(text + "\n")


def params_bytes(p):
    return b"".join([
        uint(p["kind"], 2), uint(p["mu"], 4), uint(p["threshold"], 4), uint(p["windowMillis"], 4),
        uint(p["commitDeadlineMillis"], 4), uint(p["revealDeadlineMillis"], 4), uint(int(p["effectiveRate"]), 8),
        uint(p["maxShares"], 4), uint(p["mode"], 1), uint(p["part"], 1), bytes(16)])


def params(mu, threshold, window, commit, reveal, rate, mode=0, part=0):
    return {"kind": 1, "mu": mu, "threshold": threshold, "windowMillis": window, "commitDeadlineMillis": commit,
            "revealDeadlineMillis": reveal, "effectiveRate": str(rate), "maxShares": 2 * mu, "mode": mode, "part": part}


def target(p):
    return 2 ** 256 * p["mu"] * 1000 // (int(p["effectiveRate"]) * p["windowMillis"])


def challenge_preimage(seed, node, order, device, params_hash):
    return label("CPP-POW/v1/sha256", 24) + uint(1, 2) + seed + node + order + uint(device, 2) + params_hash


def tree_top(level):
    while len(level) > 1:
        level = [sha(b"\1" + level[i] + level[i + 1]) if i + 1 < len(level) else level[i]
                 for i in range(0, len(level), 2)]
    return level[0] if level else bytes(32)


def tree_path(level, index):
    path = []
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        level = [sha(b"\1" + level[i] + level[i + 1]) if i + 1 < len(level) else level[i]
                 for i in range(0, len(level), 2)]
        index //= 2
    return path


def share_leaf(index, nonces):
    return b"\0" + uint(index, 4) + uint(len(nonces), 1) + b"".join(uint(n, 8) for n in nonces)


def share_leaves(nonces):
    return [sha(share_leaf(i // 8, nonces[i:i + 8])) for i in range(0, len(nonces), 8)]


def leb128(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def coded(nonces):
    return b"".join(leb128(n if i == 0 else n - nonces[i - 1] - 1) for i, n in enumerate(nonces))


STANDARD = params(2048, 1836, 19000, 20000, 60000, 60_000_000)
LOCAL = params(512, 384, 4000, 8000, 10000, 250_000, mode=1)
SMALL = params(64, 40, 4000, 8000, 10000, 1_000)
ALL_PARAMS = {
    "standard": STANDARD, "local exclusive": LOCAL, "small": SMALL,
    "reserve part": dict(STANDARD, part=1),
    "smallest allowed power": params(64, 40, 1000, 8000, 10000, 128),
    "largest power": params(65536, 60000, 19000, 20000, 60000, 2 ** 63 - 1, mode=4)}

write("node-id.json", 'SHA256("CPP/node/v1" zero-padded to 16 | x 32 | y 32)', [
    vector(f"key {i}", {"x": some(f"x{i}"), "y": some(f"y{i}")},
           label("CPP/node/v1") + some(f"x{i}") + some(f"y{i}")) for i in range(2)])

write("parameters.json", "kind u16 | mu u32 | c u32 | W_ms u32 | commitDeadline_ms u32 | revealDeadline_ms u32 | "
      "Reff u64 | maxShares u32 | mode u8 | part u8 | 16 zero bytes; the output is its SHA-256",
      [vector(name, p, params_bytes(p)) for name, p in ALL_PARAMS.items()])

write("target.json", "T = floor(2^256 * mu * 1000 / (Reff * W_ms)), as 32 bytes", [
    {"name": f"{name} at {rate}", "input": {"parameters": params_bytes(dict(p, effectiveRate=str(rate))).hex()},
     "output": uint(target(dict(p, effectiveRate=str(rate))), 32).hex()}
    for name, p in [("standard", STANDARD), ("local", LOCAL)]
    for rate in [250_000, 1_000_000, 60_000_000, 4_000_000_000, 22_000_000_000]])

beacons = []
for name, epoch, part, count in [("three of four", 7, 0, 3), ("one", 2 ** 63, 1, 1)]:
    parties = sorted((some(f"validator{i}", 20), some(f"secret{i}")) for i in range(count))
    beacons.append(vector(
        name, {"epoch": uint(epoch, 8), "part": part,
               "secrets": [{"validator": v.hex(), "secret": s.hex(), "commitment": sha(s).hex()} for v, s in parties]},
        label("CPP/beacon/v1") + uint(epoch, 8) + uint(part, 1) + uint(count, 2) + b"".join(v + s for v, s in parties)))
write("beacon-output.json", 'SHA256("CPP/beacon/v1" zero-padded to 16 | epoch u64 | part u8 | t u16 | '
      "t * (validator 20, secret 32) ascending by address); commitment = SHA256(secret)", beacons)

write("epoch-seed.json", 'SHA256("CPP/seed/v1" zero-padded to 16 | beaconKind u16 | epoch u64 | beaconOutput 32 | '
      'evmChainId u64 | blockHash 32); audit = SHA256("CPP/audit/v1" | seed)[0] < 32', [
          dict(v, audit=sha(b"CPP/audit/v1" + bytes.fromhex(v["output"]))[0] < 32) for v in [
              vector(f"kind {kind} epoch {epoch}",
                     {"beaconKind": kind, "epoch": uint(epoch, 8), "beaconOutput": some("beacon"),
                      "evmChainId": uint(chain, 8), "blockHash": some("block")},
                     label("CPP/seed/v1") + uint(kind, 2) + uint(epoch, 8) + some("beacon") + uint(chain, 8)
                     + some("block"))
              for kind, epoch, chain in [(0, 0, 31337), (1, 7, 1), (2, 2 ** 64 - 1, 2 ** 64 - 1)]
              + [(1, e, 31337) for e in range(100, 112)]]])

leaders = []
for epoch in [2, 3, 4, 5]:
    validators = [some(f"validator{i}", 20) for i in range(4)]
    seed = some(f"seed{epoch - 2}")
    ranked = sorted(validators, reverse=True,
                    key=lambda v: sha(label("CPP/leader/v1") + seed + uint(epoch, 8) + v))
    leaders.append({"name": f"epoch {epoch}",
                    "input": {"seedTwoEpochsBefore": seed.hex(), "epoch": uint(epoch, 8).hex(),
                              "validators": [v.hex() for v in validators]},
                    "output": [v.hex() for v in ranked]})
write("leader.json", 'Descending by SHA256("CPP/leader/v1" zero-padded to 16 | seed of epoch - 2, 32 | epoch u64 | '
      "validator 20); first leads the primary part, second the reserve part", leaders)

starts = []
for epoch, part, first, last in [(7, 0, 30_000, 390_000), (7, 1, 420_000, 540_000), (9, 0, 1_000, 3_000), (9, 1, 5, 5)]:
    preimage = label("CPP/t0/v1") + uint(epoch, 8) + uint(part, 1) + some("secret0")
    u = int.from_bytes(sha(preimage)[:8], "big")
    starts.append({"name": f"epoch {epoch} part {part}",
                   "input": {"epoch": uint(epoch, 8).hex(), "part": part, "secret": some("secret0").hex(),
                             "firstMillis": first, "lastMillis": last},
                   "preimage": preimage.hex(), "output": first + (u * (last - first) >> 64)})
write("round-start.json", 'first + floor(u * (last - first) / 2^64) ms after the epoch starts; u = first 8 bytes of '
      'SHA256("CPP/t0/v1" zero-padded to 16 | epoch u64 | part u8 | leader\'s secret 32)', starts)

DRAND_ROUNDS = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    10024141: "8c87caf26bb4f5e9fdfad5ddf739ff8683344f8cf04a8c381225ff067557b5d9d51937eed765fcef21971bf5ddef44bb"}

write("drand-output.json", "SHA256(signature 48) of a round of drand's quicknet whose signature over SHA256(round u64) was verified", [
    vector(f"round {number}", {"round": number, "signature": bytes.fromhex(signature)}, bytes.fromhex(signature))
    for number, signature in DRAND_ROUNDS.items()])


def draws(epoch, part, left, output):
    preimage = label("CPP/t0/v1") + uint(epoch, 8) + uint(part, 1) + output
    return {"name": f"epoch {epoch} part {part} left {left}",
            "input": {"epoch": uint(epoch, 8).hex(), "part": part, "left": left, "output": output.hex()},
            "preimage": preimage.hex(), "output": int.from_bytes(sha(preimage)[:8], "big") * left >> 64 == 0}


write("drand-draw.json", 'A round draws T0 if floor(u * left / 2^64) = 0; u = first 8 bytes of SHA256("CPP/t0/v1" zero-padded to 16 | '
      "epoch u64 | part u8 | the round's output 32); left = rounds of the part's window from this one on", [
          draws(epoch, part, left, sha(bytes.fromhex(DRAND_ROUNDS[1000])))
          for epoch, part, left in ((7, 0, 1), (7, 0, 2), (7, 0, 120), (8, 0, 2), (8, 1, 3), (9, 0, 4), (10, 1, 2))])

challenges = []
for name, order, device, p in [("standby", bytes(32), 0, STANDARD), ("order", some("order"), 0, LOCAL),
                               ("last device", some("order"), 65535, SMALL)]:
    challenges.append(vector(name, {"epochSeed": some("seed"), "nodeId": some("node"), "orderId": order,
                                    "deviceIndex": device, "paramsHash": sha(params_bytes(p))},
                             challenge_preimage(some("seed"), some("node"), order, device, sha(params_bytes(p)))))
write("challenge.json", 'SHA256("CPP-POW/v1/sha256" zero-padded to 24 | puzzleVersion u16 = 1 | epochSeed 32 | '
      "nodeId 32 | orderId 32, zero on standby | deviceIndex u16 | paramsHash 32)", challenges)

codings = []
for name, nonces in [("none", []), ("zero", [0]), ("neighbors", [0, 1, 2]), ("one byte border", [127, 255, 384]),
                     ("two bytes", [128, 300, 100_000]), ("ends of the range", [0, 2 ** 63, 2 ** 64 - 1]),
                     ("largest alone", [2 ** 64 - 1])]:
    codings.append({"name": name, "input": [uint(n, 8).hex() for n in nonces], "output": coded(nonces).hex()})
write("reveal-coding.json", "first nonce, then difference - 1, each as minimal unsigned LEB128", codings)

write("reveal-hash.json", "SHA256(the coding of the nonces)", [
    {"name": name, "input": [uint(n, 8).hex() for n in nonces], "preimage": coded(nonces).hex(), "output": sha(coded(nonces)).hex()}
    for name, nonces in [("none", []), ("neighbors", [0, 1, 2]), ("ends of the range", [0, 2 ** 63, 2 ** 64 - 1])]])

write("reveal-coding-refused.json", "bytes that are no coding of so many nonces", [
    {"name": name, "input": {"count": count, "coded": data}, "output": fault} for name, count, data, fault in [
        ("empty", 1, "", "TRUNCATED"), ("number cut off", 1, "80", "TRUNCATED"),
        ("too few numbers", 2, "05", "TRUNCATED"), ("too many numbers", 1, "0505", "TRAILING_BYTES"),
        ("none expected", 0, "00", "TRAILING_BYTES"), ("padded zero", 1, "8000", "NOT_MINIMAL"),
        ("padded five", 1, "858000", "NOT_MINIMAL"), ("65 bits", 1, "ffffffffffffffffff02", "OVERFLOW"),
        ("eleven bytes", 1, "ffffffffffffffffffff01", "OVERFLOW"),
        ("past the last nonce", 2, "ffffffffffffffffff0100", "OVERFLOW"),
        ("wraps around", 2, "05" + "ffffffffffffffffff01", "OVERFLOW")]])

trees = []
for count in [0, 1, 8, 9, 24, 41]:
    nonces = [int.from_bytes(some(f"nonce{i}", 8), "big") >> 1 for i in range(count)]
    nonces.sort()
    leaves = share_leaves(nonces)
    trees.append({"name": f"{count} nonces", "input": [uint(n, 8).hex() for n in nonces],
                  "leafPreimages": [share_leaf(i // 8, nonces[i:i + 8]).hex() for i in range(0, count, 8)],
                  "paths": [[h.hex() for h in tree_path(leaves, i)] for i in range(len(leaves))],
                  "output": sha(b"\2" + uint(count, 4) + tree_top(leaves)).hex()})
write("share-tree.json", "leaf = SHA256(0x00 | index u32 | count u8 | up to 8 nonces u64); node = SHA256(0x01 | left | "
      "right), odd node promoted; root = SHA256(0x02 | k u32 | top), top of nothing = 32 zero bytes", trees)

rosters = []
for count in [0, 1, 5]:
    entries = sorted((some(f"node{i % 3}"), some(f"order{i}") if i % 2 else bytes(32), i, i % 3, some(f"params{i}"))
                     for i in range(count))
    leaves = [sha(b"\0" + n + o + uint(d, 2) + uint(m, 1) + p) for n, o, d, m, p in entries]
    rosters.append({"name": f"{count} entries", "input": [
        {"nodeId": n.hex(), "orderId": o.hex(), "deviceIndex": d, "mode": m, "paramsHash": p.hex()}
        for n, o, d, m, p in entries],
        "paths": [[h.hex() for h in tree_path(leaves, i)] for i in range(count)],
        "output": sha(b"\2" + uint(count, 4) + tree_top(leaves)).hex()})
write("roster.json", "leaf = SHA256(0x00 | nodeId 32 | orderId 32 | device u16 | mode u8 | paramsHash 32), sorted; "
      "nodes and root as in share-tree.json with the number of entries as count", rosters)

proofs = []
for name, p, device, tries in [("passes", SMALL, 0, 3_600), ("another device", SMALL, 1, 4_000),
                               ("too few", SMALL, 0, 2_000)]:
    data = params_bytes(p)
    c = sha(challenge_preimage(some("seed"), some("node"), some("order"), device, sha(data)))
    found = [n for n in range(tries) if int.from_bytes(sha(c + uint(n, 8)), "big") < target(p)]
    proofs.append({
        "name": name,
        "input": {"parameters": data.hex(), "epochSeed": some("seed").hex(), "nodeId": some("node").hex(),
                  "orderId": some("order").hex(), "deviceIndex": device, "searchedNonces": tries},
        "challenge": c.hex(), "target": uint(target(p), 32).hex(), "firstTrial": sha(c + uint(0, 8)).hex(),
        "nonces": [uint(n, 8).hex() for n in found], "k": len(found),
        "root": sha(b"\2" + uint(len(found), 4) + tree_top(share_leaves(found))).hex(),
        "reveal": coded(found).hex(), "result": "PASS" if len(found) >= p["threshold"] else "FAIL"})
write("proof.json", "a whole proof: trial(n) = SHA256(C | n u64), a share if below T; all shares among the first "
      "searchedNonces nonces, their root, their coding and the result", proofs)
