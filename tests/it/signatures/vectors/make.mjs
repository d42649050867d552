// Signed actions, made by ethers and by packing written here by hand: `npm install && npm run make`.
//
// They are played in their order on a chain that has been told it is `CHAIN`, by `vectors.rs`.

import { SigningKey, hashMessage, ripemd160, sha256 } from "ethers";

const CHAIN = "aca376f206b8fc25a6ed44dbdc66547c36c6c33e3a119ffbeaef943642f0e906";
const FORCE = "force.vec";
const VACCOUNT = "vaccount.vec";
const RELAYER = "relayer.vec";
const TOKEN = "token";
const KEY = new SigningKey("0x" + "07".repeat(32));
const FOREVER = 0xffffffff;
const DIGEST = 0;
const PERSONAL_SIGN = 1;

const u8 = (n) => Buffer.from([n]);
const bool = (b) => u8(b ? 1 : 0);
const u32 = (n) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
};
const u64 = (n) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(n));
  return bytes;
};
const varuint = (n) => {
  const bytes = [];
  do {
    const rest = n >>> 7;
    bytes.push((n & 127) | (rest ? 128 : 0));
    n = rest;
  } while (n);
  return Buffer.from(bytes);
};
const string = (text) => {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([varuint(bytes.length), bytes]);
};
const name = (text) => {
  const alphabet = ".12345abcdefghijklmnopqrstuvwxyz";
  let value = 0n;
  for (let at = 0; at < 12; at++) {
    value = (value << 5n) | BigInt(at < text.length ? alphabet.indexOf(text[at]) : 0);
  }
  return u64(value << 4n);
};
// An amount of EFX, such as "12.0000".
const efx = (text) => {
  const symbol = Buffer.concat([u8(4), Buffer.from("EFX"), Buffer.alloc(4)]);
  return Buffer.concat([u64(text.replace(".", "")), symbol, name(TOKEN)]);
};
const some = (bytes) => Buffer.concat([bool(true), bytes]);
const NONE = bool(false);
const hex = (text) => Buffer.from(text.replace(/^0x/, ""), "hex");
const address = ripemd160(KEY.compressedPublicKey);
const key_owner = Buffer.concat([u8(0), hex(address)]);
const ipfs = (text) => Buffer.concat([u8(0), string(text)]);

const nonces = { [FORCE]: 0, [VACCOUNT]: 0 };
const vectors = [];

// `before` is what stands before the signature, `between` what stands between it and the terms, `after` what follows.
function sign(contract, action, method, { before, between = [], after = [], details = [] }) {
  const nonce = nonces[contract]++;
  const terms = some(
    Buffer.concat([
      hex(CHAIN), name(contract), name(action), u32(nonce), u32(FOREVER), u8(method), name(RELAYER),
    ]),
  );
  const data = (signature) =>
    Buffer.concat([...before, bool(true), u8(0), signature, ...between, terms, ...after]);
  const digest = sha256(data(Buffer.alloc(65)));
  const text = [
    "Effect Network",
    `action: ${action}`,
    ...details,
    `relayer: ${RELAYER}`,
    `contract: ${contract}`,
    `chain: ${CHAIN}`,
    `nonce: ${nonce}`,
    `expires: ${FOREVER}`,
    `digest: ${digest.slice(2)}`,
  ].join("\n");
  const signed = method === PERSONAL_SIGN ? hashMessage(text) : digest;
  const signature = KEY.sign(signed);
  const bytes = Buffer.concat([u8(31 + signature.yParity), hex(signature.r), hex(signature.s)]);
  vectors.push({
    contract,
    action,
    method,
    digest: digest.slice(2),
    text,
    signed: signed.slice(2),
    data: data(bytes).toString("hex"),
  });
}

for (const method of [DIGEST, PERSONAL_SIGN]) {
  sign(VACCOUNT, "vtransfer", method, {
    before: [u64(5), u64(1), efx("50.0000"), string("für die Arbeit")],
    between: [NONE],
    details: ["amount: 50.0000 EFX@token", "to row: 1"],
  });
  sign(VACCOUNT, "withdraw", method, {
    before: [u64(5), name("issuer"), efx("0.0012"), string("m".repeat(200))],
    between: [some(efx("0.1000"))],
    details: ["amount: 0.0012 EFX@token", "to: issuer", "fee: 0.1000 EFX@token"],
  });
}

for (const [campaign, method] of [DIGEST, PERSONAL_SIGN].entries()) {
  const payer = name(RELAYER);
  const batch = (BigInt(campaign) << 32n) | 0n;
  const multihash = Buffer.concat([hex("1220"), Buffer.alloc(32, 9)]);
  sign(FORCE, "mkcampaign", method, {
    before: [key_owner, ipfs("campaign"), u32(3600), efx("3.0000"), varuint(0), payer],
  });
  sign(FORCE, "mkbatch", method, {
    before: [u32(0), u32(campaign), ipfs("batch"), u32(1), payer],
  });
  // The test funds the batch before this.
  sign(FORCE, "publishbatch", method, { before: [u64(batch), u32(1)] });
  sign(FORCE, "reservetask", method, { before: [u32(campaign), u32(5), NONE, payer] });
  sign(FORCE, "submittask", method, {
    before: [u32(campaign), u32(0), u8(1), varuint(34), multihash, u32(5), payer],
  });
  // The id of a payment is that of the first reservation it pays for. The test waits for it to be due.
  sign(FORCE, "payout", method, {
    before: [u64(batch)],
    after: [some(efx("0.2500"))],
    details: ["fee: 0.2500 EFX@token"],
  });
}

const heading = { chain: CHAIN, address: address.slice(2) };
console.log(JSON.stringify({ ...heading, vectors }, null, 2));
