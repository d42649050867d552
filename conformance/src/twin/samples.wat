;; Stores its action's data as a row with an index of each kind, prints and returns the row's id.
;;
;; Data: 72 bytes of row (id u64, number u64, wide u128, digest 32 B, weight f64), then the digest once more as the
;; chain's two words, and a float of 128 bits.
(module
  (import "env" "read_action_data" (func $read_action_data (param i32 i32) (result i32)))
  (import "env" "db_store_i64" (func $store (param i64 i64 i64 i64 i32 i32) (result i32)))
  (import "env" "db_idx64_store" (func $store_u64 (param i64 i64 i64 i64 i32) (result i32)))
  (import "env" "db_idx128_store" (func $store_u128 (param i64 i64 i64 i64 i32) (result i32)))
  (import "env" "db_idx256_store" (func $store_digest (param i64 i64 i64 i64 i32 i32) (result i32)))
  (import "env" "db_idx_double_store" (func $store_f64 (param i64 i64 i64 i64 i32) (result i32)))
  (import "env" "db_idx_long_double_store"
    (func $store_f128 (param i64 i64 i64 i64 i32) (result i32)))
  (import "env" "printui" (func $print (param i64)))
  (import "env" "set_action_return_value" (func $return (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
    ;; The table has the action's name; its indices are numbered in the lowest four bits.
    (local $id i64)
    (drop (call $read_action_data (i32.const 0) (i32.const 120)))
    (local.set $id (i64.load (i32.const 0)))
    (drop (call $store (local.get $receiver) (local.get $action) (local.get $receiver) (local.get $id)
      (i32.const 0) (i32.const 72)))
    (drop (call $store_u64 (local.get $receiver) (local.get $action) (local.get $receiver) (local.get $id)
      (i32.const 8)))
    (drop (call $store_u128 (local.get $receiver) (i64.or (local.get $action) (i64.const 1))
      (local.get $receiver) (local.get $id) (i32.const 16)))
    (drop (call $store_digest (local.get $receiver) (i64.or (local.get $action) (i64.const 2))
      (local.get $receiver) (local.get $id) (i32.const 72) (i32.const 2)))
    (drop (call $store_f64 (local.get $receiver) (i64.or (local.get $action) (i64.const 3))
      (local.get $receiver) (local.get $id) (i32.const 64)))
    (drop (call $store_f128 (local.get $receiver) (i64.or (local.get $action) (i64.const 4))
      (local.get $receiver) (local.get $id) (i32.const 104)))
    (call $print (local.get $id))
    (call $return (i32.const 0) (i32.const 8))))
