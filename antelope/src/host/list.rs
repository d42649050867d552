//! The list of the host functions, as a macro that hands it to another macro.
//!
//! Nothing but names and signatures; the types around them are in [`host`](super).
//!
//! A pointer is a Rust pointer to what lies behind it, and an `i32` into the contract's memory on the wire. The chain
//! copies what it reads, so alignment never matters. A function that fills a buffer tells the size of the whole value
//! when the buffer is empty. Iterators are `i32`: below zero stands an end (-1: there is no such table). A 128-bit
//! argument is two `u64`, low half first, and a 128-bit result goes to the address in the first argument, as the C
//! calling convention of wasm has it.

/// Calls the macro `$callback` with the list: `/// doc` and `fn name(arg: type, ..) -> type;` for each function.
#[macro_export]
macro_rules! for_each_host_function {
    ($callback:ident) => { $callback! {
        // Rows. Only the running contract's own tables can be written.

        /// Adds a row; gives its iterator.
        fn db_store_i64(scope: u64, table: u64, payer: u64, id: u64, data: *const u8, len: u32) -> i32;
        /// Replaces a row's bytes; payer 0 keeps the payer.
        fn db_update_i64(iterator: i32, payer: u64, data: *const u8, len: u32);
        /// Removes a row and gives its RAM back.
        fn db_remove_i64(iterator: i32);
        /// Copies a row's bytes; gives their number.
        fn db_get_i64(iterator: i32, data: *mut u8, len: u32) -> i32;
        /// The row after, and its key; the end when there is none.
        fn db_next_i64(iterator: i32, primary: *mut u64) -> i32;
        /// The row before, or the last before an end, and its key; -1 when there is none.
        fn db_previous_i64(iterator: i32, primary: *mut u64) -> i32;
        /// The row with the key `id`; the table's end when there is none.
        fn db_find_i64(code: u64, scope: u64, table: u64, id: u64) -> i32;
        /// The first row whose key is at least `id`.
        fn db_lowerbound_i64(code: u64, scope: u64, table: u64, id: u64) -> i32;
        /// The first row whose key is above `id`.
        fn db_upperbound_i64(code: u64, scope: u64, table: u64, id: u64) -> i32;
        /// The table's end.
        fn db_end_i64(code: u64, scope: u64, table: u64) -> i32;

        // Secondary keys of 64 bits. An entry is added, changed and removed apart from its row.

        /// Adds an entry; gives its iterator.
        fn db_idx64_store(scope: u64, table: u64, payer: u64, id: u64, secondary: *const u64) -> i32;
        /// Replaces an entry's key; payer 0 keeps the payer.
        fn db_idx64_update(iterator: i32, payer: u64, secondary: *const u64);
        /// Removes an entry.
        fn db_idx64_remove(iterator: i32);
        /// The first entry with this very key, and its row's key.
        fn db_idx64_find_secondary(code: u64, scope: u64, table: u64, secondary: *const u64, primary: *mut u64) -> i32;
        /// The entry of the row `primary`, and its key.
        fn db_idx64_find_primary(code: u64, scope: u64, table: u64, secondary: *mut u64, primary: u64) -> i32;
        /// The first entry at or above the key; writes back its key and its row's key.
        fn db_idx64_lowerbound(code: u64, scope: u64, table: u64, secondary: *mut u64, primary: *mut u64) -> i32;
        /// The first entry above the key; writes back its key and its row's key.
        fn db_idx64_upperbound(code: u64, scope: u64, table: u64, secondary: *mut u64, primary: *mut u64) -> i32;
        /// The index's end.
        fn db_idx64_end(code: u64, scope: u64, table: u64) -> i32;
        /// The entry after, and its row's key; the end when there is none.
        fn db_idx64_next(iterator: i32, primary: *mut u64) -> i32;
        /// The entry before, and its row's key; -1 when there is none.
        fn db_idx64_previous(iterator: i32, primary: *mut u64) -> i32;

        // The same for keys of 128 bits.

        /// Adds an entry; gives its iterator.
        fn db_idx128_store(scope: u64, table: u64, payer: u64, id: u64, secondary: *const u128) -> i32;
        /// Replaces an entry's key; payer 0 keeps the payer.
        fn db_idx128_update(iterator: i32, payer: u64, secondary: *const u128);
        /// Removes an entry.
        fn db_idx128_remove(iterator: i32);
        /// The first entry with this very key, and its row's key.
        fn db_idx128_find_secondary(code: u64, scope: u64, table: u64, secondary: *const u128, primary: *mut u64) -> i32;
        /// The entry of the row `primary`, and its key.
        fn db_idx128_find_primary(code: u64, scope: u64, table: u64, secondary: *mut u128, primary: u64) -> i32;
        /// The first entry at or above the key; writes back its key and its row's key.
        fn db_idx128_lowerbound(code: u64, scope: u64, table: u64, secondary: *mut u128, primary: *mut u64) -> i32;
        /// The first entry above the key; writes back its key and its row's key.
        fn db_idx128_upperbound(code: u64, scope: u64, table: u64, secondary: *mut u128, primary: *mut u64) -> i32;
        /// The index's end.
        fn db_idx128_end(code: u64, scope: u64, table: u64) -> i32;
        /// The entry after, and its row's key; the end when there is none.
        fn db_idx128_next(iterator: i32, primary: *mut u64) -> i32;
        /// The entry before, and its row's key; -1 when there is none.
        fn db_idx128_previous(iterator: i32, primary: *mut u64) -> i32;

        // The same for keys of 256 bits: two words of 128 (`words` is their number), the upper first.

        /// Adds an entry; gives its iterator.
        fn db_idx256_store(scope: u64, table: u64, payer: u64, id: u64, secondary: *const u128, words: u32) -> i32;
        /// Replaces an entry's key; payer 0 keeps the payer.
        fn db_idx256_update(iterator: i32, payer: u64, secondary: *const u128, words: u32);
        /// Removes an entry.
        fn db_idx256_remove(iterator: i32);
        /// The first entry with this very key, and its row's key.
        fn db_idx256_find_secondary(code: u64, scope: u64, table: u64, secondary: *const u128, words: u32, primary: *mut u64) -> i32;
        /// The entry of the row `primary`, and its key.
        fn db_idx256_find_primary(code: u64, scope: u64, table: u64, secondary: *mut u128, words: u32, primary: u64) -> i32;
        /// The first entry at or above the key; writes back its key and its row's key.
        fn db_idx256_lowerbound(code: u64, scope: u64, table: u64, secondary: *mut u128, words: u32, primary: *mut u64) -> i32;
        /// The first entry above the key; writes back its key and its row's key.
        fn db_idx256_upperbound(code: u64, scope: u64, table: u64, secondary: *mut u128, words: u32, primary: *mut u64) -> i32;
        /// The index's end.
        fn db_idx256_end(code: u64, scope: u64, table: u64) -> i32;
        /// The entry after, and its row's key; the end when there is none.
        fn db_idx256_next(iterator: i32, primary: *mut u64) -> i32;
        /// The entry before, and its row's key; -1 when there is none.
        fn db_idx256_previous(iterator: i32, primary: *mut u64) -> i32;

        // The same for 64-bit floats, here by their bits. NaN is refused.

        /// Adds an entry; gives its iterator.
        fn db_idx_double_store(scope: u64, table: u64, payer: u64, id: u64, secondary: *const u64) -> i32;
        /// Replaces an entry's key; payer 0 keeps the payer.
        fn db_idx_double_update(iterator: i32, payer: u64, secondary: *const u64);
        /// Removes an entry.
        fn db_idx_double_remove(iterator: i32);
        /// The first entry with this very key, and its row's key.
        fn db_idx_double_find_secondary(code: u64, scope: u64, table: u64, secondary: *const u64, primary: *mut u64) -> i32;
        /// The entry of the row `primary`, and its key.
        fn db_idx_double_find_primary(code: u64, scope: u64, table: u64, secondary: *mut u64, primary: u64) -> i32;
        /// The first entry at or above the key; writes back its key and its row's key.
        fn db_idx_double_lowerbound(code: u64, scope: u64, table: u64, secondary: *mut u64, primary: *mut u64) -> i32;
        /// The first entry above the key; writes back its key and its row's key.
        fn db_idx_double_upperbound(code: u64, scope: u64, table: u64, secondary: *mut u64, primary: *mut u64) -> i32;
        /// The index's end.
        fn db_idx_double_end(code: u64, scope: u64, table: u64) -> i32;
        /// The entry after, and its row's key; the end when there is none.
        fn db_idx_double_next(iterator: i32, primary: *mut u64) -> i32;
        /// The entry before, and its row's key; -1 when there is none.
        fn db_idx_double_previous(iterator: i32, primary: *mut u64) -> i32;

        // The same for 128-bit floats, here by their bits. NaN is refused.

        /// Adds an entry; gives its iterator.
        fn db_idx_long_double_store(scope: u64, table: u64, payer: u64, id: u64, secondary: *const u128) -> i32;
        /// Replaces an entry's key; payer 0 keeps the payer.
        fn db_idx_long_double_update(iterator: i32, payer: u64, secondary: *const u128);
        /// Removes an entry.
        fn db_idx_long_double_remove(iterator: i32);
        /// The first entry with this very key, and its row's key.
        fn db_idx_long_double_find_secondary(code: u64, scope: u64, table: u64, secondary: *const u128, primary: *mut u64) -> i32;
        /// The entry of the row `primary`, and its key.
        fn db_idx_long_double_find_primary(code: u64, scope: u64, table: u64, secondary: *mut u128, primary: u64) -> i32;
        /// The first entry at or above the key; writes back its key and its row's key.
        fn db_idx_long_double_lowerbound(code: u64, scope: u64, table: u64, secondary: *mut u128, primary: *mut u64) -> i32;
        /// The first entry above the key; writes back its key and its row's key.
        fn db_idx_long_double_upperbound(code: u64, scope: u64, table: u64, secondary: *mut u128, primary: *mut u64) -> i32;
        /// The index's end.
        fn db_idx_long_double_end(code: u64, scope: u64, table: u64) -> i32;
        /// The entry after, and its row's key; the end when there is none.
        fn db_idx_long_double_next(iterator: i32, primary: *mut u64) -> i32;
        /// The entry before, and its row's key; -1 when there is none.
        fn db_idx_long_double_previous(iterator: i32, primary: *mut u64) -> i32;

        // The action and who authorized it.

        /// The size of the action's arguments, in bytes.
        fn action_data_size() -> i32;
        /// Copies the action's arguments; gives the bytes copied.
        fn read_action_data(data: *mut u8, len: u32) -> i32;
        /// The account whose code runs: in a notification, not the one that was called.
        fn current_receiver() -> u64;
        /// The contract that sent this inline action, or 0.
        fn get_sender() -> u64;
        /// Sets what the action gives back in its trace; at most 256 bytes.
        fn set_action_return_value(data: *const u8, len: u32);
        /// Whether the account authorized the action.
        fn has_auth(account: u64) -> i32;
        /// Fails unless the account authorized the action.
        fn require_auth(account: u64);
        /// Fails unless the account authorized the action with this permission.
        fn require_auth2(account: u64, permission: u64);
        /// Whether the account exists.
        fn is_account(account: u64) -> i32;
        /// Whether these keys and permissions would authorize a packed transaction.
        fn check_transaction_authorization(transaction: *const u8, len: u32, keys: *const u8, keys_len: u32, permissions: *const u8, permissions_len: u32) -> i32;
        /// Whether these keys and permissions satisfy the account's permission.
        fn check_permission_authorization(account: u64, permission: u64, keys: *const u8, keys_len: u32, permissions: *const u8, permissions_len: u32, delay_us: u64) -> i32;
        /// When the permission was last used, in microseconds since the epoch.
        fn get_permission_last_used(account: u64, permission: u64) -> i64;
        /// When the account was made, in microseconds since the epoch.
        fn get_account_creation_time(account: u64) -> i64;
        /// Copies the packed hash of the account's code, with its sequence and VM; gives the size.
        fn get_code_hash(account: u64, version: u32, data: *mut u8, len: u32) -> u32;

        // Other contracts.

        /// Runs this action in the code of the account as well, as a notification.
        fn require_recipient(account: u64);
        /// Runs a packed action after this one.
        fn send_inline(action: *const u8, len: u32);
        /// Runs a packed context-free action after this one.
        fn send_context_free_inline(action: *const u8, len: u32);
        /// Schedules a packed transaction; nothing on chains that gave deferred transactions up.
        fn send_deferred(sender_id: *const u128, payer: u64, transaction: *const u8, len: u32, replace: u32);
        /// Cancels a scheduled transaction; whether there was one.
        fn cancel_deferred(sender_id: *const u128) -> i32;

        // Failing and ending.

        /// Fails the transaction.
        fn abort();
        /// Fails with a null-terminated message when `condition` is 0.
        fn eosio_assert(condition: u32, message: *const u8);
        /// Fails with a message when `condition` is 0.
        fn eosio_assert_message(condition: u32, message: *const u8, len: u32);
        /// Fails with a number when `condition` is 0.
        fn eosio_assert_code(condition: u32, code: u64);
        /// Ends the action with success, at once.
        fn eosio_exit(code: i32);

        // Digests and signatures.

        /// The SHA-1 of the data, 20 bytes.
        fn sha1(data: *const u8, len: u32, digest: *mut u8);
        /// The SHA-256 of the data, 32 bytes.
        fn sha256(data: *const u8, len: u32, digest: *mut u8);
        /// The SHA-512 of the data, 64 bytes.
        fn sha512(data: *const u8, len: u32, digest: *mut u8);
        /// The RIPEMD-160 of the data, 20 bytes.
        fn ripemd160(data: *const u8, len: u32, digest: *mut u8);
        /// The packed public key that made the packed signature; fails when there is none. Gives the key's size.
        fn recover_key(digest: *const u8, signature: *const u8, signature_len: u32, key: *mut u8, key_len: u32) -> i32;
        /// Fails unless the SHA-1 of the data is `digest`.
        fn assert_sha1(data: *const u8, len: u32, digest: *const u8);
        /// Fails unless the SHA-256 of the data is `digest`.
        fn assert_sha256(data: *const u8, len: u32, digest: *const u8);
        /// Fails unless the SHA-512 of the data is `digest`.
        fn assert_sha512(data: *const u8, len: u32, digest: *const u8);
        /// Fails unless the RIPEMD-160 of the data is `digest`.
        fn assert_ripemd160(data: *const u8, len: u32, digest: *const u8);
        /// Fails unless the packed key made the packed signature.
        fn assert_recover_key(digest: *const u8, signature: *const u8, signature_len: u32, key: *const u8, key_len: u32);

        // Building blocks of cryptography. Results are 0 for success; spans of input and output must not overlap.

        /// Adds two points of alt_bn128's G1.
        fn alt_bn128_add(left: *const u8, left_len: u32, right: *const u8, right_len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Multiplies a point of alt_bn128's G1.
        fn alt_bn128_mul(point: *const u8, point_len: u32, scalar: *const u8, scalar_len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Checks a product of alt_bn128 pairings: 0 true, 1 false, -1 malformed.
        fn alt_bn128_pair(pairs: *const u8, len: u32) -> i32;
        /// `base ^ exponent % modulus` of big-endian integers.
        fn mod_exp(base: *const u8, base_len: u32, exponent: *const u8, exponent_len: u32, modulus: *const u8, modulus_len: u32, result: *mut u8, result_len: u32) -> i32;
        /// BLAKE2b's compression function.
        fn blake2_f(rounds: u32, state: *const u8, state_len: u32, message: *const u8, message_len: u32, t0: *const u8, t0_len: u32, t1: *const u8, t1_len: u32, last: i32, result: *mut u8, result_len: u32) -> i32;
        /// SHA3-256 of the data, or Keccak-256 when `keccak` is 1; 32 bytes.
        fn sha3(data: *const u8, len: u32, digest: *mut u8, digest_len: u32, keccak: i32);
        /// The uncompressed secp256k1 key (65 bytes) that made a signature of 65 bytes; -1 when there is none.
        fn k1_recover(signature: *const u8, signature_len: u32, digest: *const u8, digest_len: u32, key: *mut u8, key_len: u32) -> i32;

        // BLS12-381, since leap 5.

        /// Adds two points of G1.
        fn bls_g1_add(left: *const u8, left_len: u32, right: *const u8, right_len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Adds two points of G2.
        fn bls_g2_add(left: *const u8, left_len: u32, right: *const u8, right_len: u32, result: *mut u8, result_len: u32) -> i32;
        /// The sum of `count` points of G1, each times its scalar.
        fn bls_g1_weighted_sum(points: *const u8, points_len: u32, scalars: *const u8, scalars_len: u32, count: u32, result: *mut u8, result_len: u32) -> i32;
        /// The sum of `count` points of G2, each times its scalar.
        fn bls_g2_weighted_sum(points: *const u8, points_len: u32, scalars: *const u8, scalars_len: u32, count: u32, result: *mut u8, result_len: u32) -> i32;
        /// The product of `count` pairings.
        fn bls_pairing(g1: *const u8, g1_len: u32, g2: *const u8, g2_len: u32, count: u32, result: *mut u8, result_len: u32) -> i32;
        /// Maps a field element to G1.
        fn bls_g1_map(element: *const u8, len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Maps an element of the quadratic extension to G2.
        fn bls_g2_map(element: *const u8, len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Reduces 64 bytes to a field element.
        fn bls_fp_mod(scalar: *const u8, len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Multiplies field elements.
        fn bls_fp_mul(left: *const u8, left_len: u32, right: *const u8, right_len: u32, result: *mut u8, result_len: u32) -> i32;
        /// Raises a field element to a power.
        fn bls_fp_exp(base: *const u8, base_len: u32, exponent: *const u8, exponent_len: u32, result: *mut u8, result_len: u32) -> i32;

        // The console of the action's trace, for debugging.

        /// A null-terminated text.
        fn prints(text: *const u8);
        /// A text.
        fn prints_l(text: *const u8, len: u32);
        /// A signed integer.
        fn printi(value: i64);
        /// An unsigned integer.
        fn printui(value: u64);
        /// A signed 128-bit integer.
        fn printi128(value: *const i128);
        /// An unsigned 128-bit integer.
        fn printui128(value: *const u128);
        /// A 32-bit float.
        fn printsf(value: f32);
        /// A 64-bit float.
        fn printdf(value: f64);
        /// A 128-bit float, by its bits.
        fn printqf(value: *const u128);
        /// A name.
        fn printn(value: u64);
        /// Bytes, in hexadecimal.
        fn printhex(data: *const u8, len: u32);

        // The transaction.

        /// When it expires, in seconds since the epoch.
        fn expiration() -> i32;
        /// The low 16 bits of its reference block's number.
        fn tapos_block_num() -> i32;
        /// The prefix of its reference block's id.
        fn tapos_block_prefix() -> i32;
        /// The packed transaction's size, in bytes.
        fn transaction_size() -> i32;
        /// Copies the packed transaction; gives the bytes copied.
        fn read_transaction(data: *mut u8, len: u32) -> i32;
        /// Copies one of its packed actions (kind 0: context-free, 1: ordinary); gives the size, -1 when there is none.
        fn get_action(kind: u32, index: u32, data: *mut u8, len: u32) -> i32;
        /// Copies one of its context-free data; gives the size, -1 when there is none.
        fn get_context_free_data(index: u32, data: *mut u8, len: u32) -> i32;

        // Time and protocol features.

        /// The time of the block being made, in microseconds since the epoch.
        fn current_time() -> u64;
        /// When the transaction was published, in microseconds since the epoch.
        fn publication_time() -> u64;
        /// The number of the block being made.
        fn get_block_num() -> u32;
        /// Always fails: replaced by `is_feature_activated`.
        fn is_feature_active(feature: i64) -> i32;
        /// Whether the protocol feature of this digest (32 bytes) is active.
        fn is_feature_activated(digest: *const u8) -> i32;

        // For privileged accounts only, save the first three.

        /// Whether the account is privileged; itself for privileged accounts only.
        fn is_privileged(account: u64) -> i32;
        /// An account's limits: RAM in bytes, NET and CPU as weights. -1 is no limit.
        fn get_resource_limits(account: u64, ram_bytes: *mut i64, net_weight: *mut i64, cpu_weight: *mut i64);
        /// The accounts of the active producers, 8 bytes each; gives the bytes copied.
        fn get_active_producers(producers: *mut u64, len: u32) -> i32;
        /// Makes an account privileged, or ordinary.
        fn set_privileged(account: u64, privileged: u32);
        /// Sets an account's limits.
        fn set_resource_limits(account: u64, ram_bytes: i64, net_weight: i64, cpu_weight: i64);
        /// Proposes producers, in the legacy form; gives the version, -1 when nothing changes.
        fn set_proposed_producers(producers: *const u8, len: u32) -> i64;
        /// Proposes producers in a form of choice (0 legacy, 1 with authorities).
        fn set_proposed_producers_ex(format: u64, producers: *const u8, len: u32) -> i64;
        /// Copies the packed chain parameters; gives the size.
        fn get_blockchain_parameters_packed(data: *mut u8, len: u32) -> u32;
        /// Sets the chain parameters.
        fn set_blockchain_parameters_packed(data: *const u8, len: u32);
        /// Copies the packed parameters of these ids; gives the size.
        fn get_parameters_packed(ids: *const u8, ids_len: u32, data: *mut u8, len: u32) -> u32;
        /// Sets parameters, each with its id.
        fn set_parameters_packed(data: *const u8, len: u32);
        /// Copies the packed limits of wasm modules; gives the size.
        fn get_wasm_parameters_packed(data: *mut u8, len: u32, version: u32) -> u32;
        /// Sets the limits of wasm modules.
        fn set_wasm_parameters_packed(data: *const u8, len: u32);
        /// Activates the protocol feature of this digest (32 bytes) with the next block.
        fn preactivate_feature(digest: *const u8);
        /// Always fails: replaced by `preactivate_feature`.
        fn activate_feature(feature: i64);

        // Memory. Faster than a loop in wasm where there is much to move.

        /// Copies; fails when the spans overlap, also when they are the same.
        fn memcpy(target: *mut u8, source: *const u8, len: u32) -> *mut u8;
        /// Copies; the spans may overlap.
        fn memmove(target: *mut u8, source: *const u8, len: u32) -> *mut u8;
        /// -1, 0 or 1 as the left bytes sort before, with or after the right.
        fn memcmp(left: *const u8, right: *const u8, len: u32) -> i32;
        /// Fills.
        fn memset(target: *mut u8, value: i32, len: u32) -> *mut u8;

        // What compilers call for 128-bit integers.

        /// Shifts left; 0 for 128 bits and more.
        fn __ashlti3(result: *mut i128, low: u64, high: u64, shift: u32);
        /// Shifts right, keeping the sign.
        fn __ashrti3(result: *mut i128, low: u64, high: u64, shift: u32);
        /// Shifts left, as unsigned.
        fn __lshlti3(result: *mut i128, low: u64, high: u64, shift: u32);
        /// Shifts right, as unsigned.
        fn __lshrti3(result: *mut i128, low: u64, high: u64, shift: u32);
        /// Divides; fails on zero.
        fn __divti3(result: *mut i128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// Divides, as unsigned; fails on zero.
        fn __udivti3(result: *mut u128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// Multiplies.
        fn __multi3(result: *mut i128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// The remainder; fails on zero.
        fn __modti3(result: *mut i128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// The remainder, as unsigned; fails on zero.
        fn __umodti3(result: *mut u128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);

        // What C compilers call for 128-bit floats (`tf`), here by their bits.

        /// Adds.
        fn __addtf3(result: *mut u128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// Subtracts.
        fn __subtf3(result: *mut u128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// Multiplies.
        fn __multf3(result: *mut u128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// Divides.
        fn __divtf3(result: *mut u128, left_low: u64, left_high: u64, right_low: u64, right_high: u64);
        /// Changes the sign.
        fn __negtf2(result: *mut u128, low: u64, high: u64);
        /// From a 32-bit float.
        fn __extendsftf2(result: *mut u128, value: f32);
        /// From a 64-bit float.
        fn __extenddftf2(result: *mut u128, value: f64);
        /// To a 64-bit float.
        fn __trunctfdf2(low: u64, high: u64) -> f64;
        /// To a 32-bit float.
        fn __trunctfsf2(low: u64, high: u64) -> f32;
        /// To a signed 32-bit integer.
        fn __fixtfsi(low: u64, high: u64) -> i32;
        /// To a signed 64-bit integer.
        fn __fixtfdi(low: u64, high: u64) -> i64;
        /// To a signed 128-bit integer.
        fn __fixtfti(result: *mut i128, low: u64, high: u64);
        /// To an unsigned 32-bit integer.
        fn __fixunstfsi(low: u64, high: u64) -> u32;
        /// To an unsigned 64-bit integer.
        fn __fixunstfdi(low: u64, high: u64) -> u64;
        /// To an unsigned 128-bit integer.
        fn __fixunstfti(result: *mut u128, low: u64, high: u64);
        /// 32-bit float to signed 128-bit integer.
        fn __fixsfti(result: *mut i128, value: f32);
        /// 64-bit float to signed 128-bit integer.
        fn __fixdfti(result: *mut i128, value: f64);
        /// 32-bit float to unsigned 128-bit integer.
        fn __fixunssfti(result: *mut u128, value: f32);
        /// 64-bit float to unsigned 128-bit integer.
        fn __fixunsdfti(result: *mut u128, value: f64);
        /// Signed 32-bit integer to 64-bit float.
        fn __floatsidf(value: i32) -> f64;
        /// From a signed 32-bit integer.
        fn __floatsitf(result: *mut u128, value: i32);
        /// From a signed 64-bit integer.
        fn __floatditf(result: *mut u128, value: u64);
        /// From an unsigned 32-bit integer.
        fn __floatunsitf(result: *mut u128, value: u32);
        /// From an unsigned 64-bit integer.
        fn __floatunditf(result: *mut u128, value: u64);
        /// Signed 128-bit integer to 64-bit float.
        fn __floattidf(low: u64, high: u64) -> f64;
        /// Unsigned 128-bit integer to 64-bit float.
        fn __floatuntidf(low: u64, high: u64) -> f64;
        /// -1, 0 or 1; 1 when one is NaN.
        fn __cmptf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// 0 when equal.
        fn __eqtf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// Not 0 when unequal.
        fn __netf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// At least 0 when greater or equal.
        fn __getf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// Above 0 when greater.
        fn __gttf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// At most 0 when less or equal.
        fn __letf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// Below 0 when less.
        fn __lttf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
        /// Not 0 when one is NaN.
        fn __unordtf2(left_low: u64, left_high: u64, right_low: u64, right_high: u64) -> i32;
    } };
}
