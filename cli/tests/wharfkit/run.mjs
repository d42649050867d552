// A wallet's libraries against `force up`: node run.mjs URL CONTRACTS ABIS KEYS
//
// KEYS is JSON: an account's name to its private key. Prints a line of JSON for each step; whether it is what it should
// be is decided by who reads that.
import { readFileSync } from "node:fs";

import { ABI, APIClient, Asset, Int64, Name, PrivateKey, Serializer, Struct } from "@wharfkit/antelope";
import { Session } from "@wharfkit/session";
import { WalletPluginPrivateKey } from "@wharfkit/wallet-plugin-privatekey";

const [url, contracts, abis, keys] = process.argv.slice(2);
const keyOf = JSON.parse(keys);
const client = new APIClient({ url });
const info = await client.v1.chain.get_info();

const tell = (step, result) => console.log(JSON.stringify({ step, result }));

const session = (actor) =>
  new Session({
    chain: { id: info.chain_id, url },
    permissionLevel: `${actor}@active`,
    walletPlugin: new WalletPluginPrivateKey(keyOf[actor]),
  });

const action = (account, name, actor, data) => ({
  account,
  name,
  authorization: [{ actor, permission: "active" }],
  data,
});

const transact = async (actor, ...actions) => {
  const { resolved, response } = await session(actor).transact({ actions });
  return { id: String(resolved.transaction.id), status: response.processed.receipt.status };
};

// An account with the key of an account that is there.
const key = PrivateKey.from(keyOf.alice).toPublic();
const authority = { threshold: 1, keys: [{ key, weight: 1 }], accounts: [], waits: [] };
const account = { creator: "eosio", name: "wharf", owner: authority, active: authority };
keyOf.wharf = keyOf.alice;
tell("create", await transact("eosio", action("eosio", "newaccount", "eosio", account)));
const created = await client.v1.chain.get_account("wharf");
tell("account", { name: created.account_name, key: created.getPermission("active").required_auth.keys[0].key });

// A contract.
const code = readFileSync(`${contracts}/token.wasm`).toString("hex");
const abi = Serializer.encode({ object: ABI.from(readFileSync(`${abis}/token.abi`, "utf8")) }).hexString;
tell(
  "deploy",
  await transact(
    "wharf",
    action("eosio", "setcode", "wharf", { account: "wharf", vmtype: 0, vmversion: 0, code }),
    action("eosio", "setabi", "wharf", { account: "wharf", abi }),
  ),
);
const deployed = await client.v1.chain.get_abi("wharf");
tell("abi", deployed.abi.actions.map((action) => String(action.name)));

// Transfers.
const quantity = "1000.0000 WHARF";
tell(
  "issue",
  await transact(
    "wharf",
    action("wharf", "create", "wharf", { issuer: "wharf", maximum_supply: quantity }),
    action("wharf", "issue", "wharf", { to: "wharf", quantity, memo: "" }),
  ),
);
const transfer = (quantity) =>
  action("wharf", "transfer", "wharf", { from: "wharf", to: "bob", quantity, memo: "from a wallet" });
const transferred = await transact("wharf", transfer("1.2345 WHARF"));
tell("transfer", transferred);

// Tables: as JSON, typed, and by the currency's own endpoints.
const rows = await client.v1.chain.get_table_rows({ code: "wharf", scope: "bob", table: "accounts" });
tell("rows", rows.rows);
class Balance extends Struct {
  static abiName = "account";
  static abiFields = [{ name: "balance", type: Asset }];
}
const typed = await client.v1.chain.get_table_rows({ code: "wharf", scope: "wharf", table: "accounts", type: Balance });
tell("typed", typed.rows.map(({ balance }) => ({ units: Int64.from(balance.units), symbol: balance.symbol })));
tell("balance", await client.v1.chain.get_currency_balance("wharf", "bob"));
tell("scopes", (await client.v1.chain.get_table_by_scope({ code: "wharf", table: "accounts" })).rows.map((row) => row.scope));
tell("status", await client.v1.chain.get_transaction_status(transferred.id));
tell("block", (await client.v1.chain.get_block(info.head_block_num)).id.equals(info.head_block_id));

// Refusals, as a wallet sees them.
const refusal = async (promise) => {
  try {
    return { unexpected: await promise };
  } catch (error) {
    const { code, name, details } = error.error ?? error.response?.json?.error ?? {};
    return { message: error.message, code, name, detail: details?.[0]?.message };
  }
};
tell("overdrawn", await refusal(transact("wharf", transfer("5000.0000 WHARF"))));
keyOf.bob = keyOf.alice;
tell(
  "forged",
  await refusal(transact("bob", action("wharf", "transfer", "bob", { from: "bob", to: "alice", quantity: "0.0001 WHARF", memo: "" }))),
);
tell("nobody", await refusal(client.v1.chain.get_account(Name.from("nobody"))));
