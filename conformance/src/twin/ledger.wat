;; The tables of a token, and actions that end in every way. The names of actions are put in when it is compiled.
;;
;; fail and failcode fail, with a text and with a number. hail notifies the account that its data begin with, prints,
;; and returns the account's name. relay sends the inline action that its data hold. Any other action stores a row in the
;; table with its name: scope u64, key u64, then the row.
(module
  (import "env" "read_action_data" (func $read_action_data (param i32 i32) (result i32)))
  (import "env" "db_store_i64" (func $store (param i64 i64 i64 i64 i32 i32) (result i32)))
  (import "env" "eosio_assert" (func $assert (param i32 i32)))
  (import "env" "eosio_assert_code" (func $assert_code (param i32 i64)))
  (import "env" "require_recipient" (func $require_recipient (param i64)))
  (import "env" "send_inline" (func $send_inline (param i32 i32)))
  (import "env" "prints" (func $print (param i32)))
  (import "env" "set_action_return_value" (func $return (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "no such luck\00")
  (data (i32.const 16) "hail\00")
  (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
    (local $size i32)
    (if (i64.ne (local.get $receiver) (local.get $code)) (then (return)))
    (local.set $size (call $read_action_data (i32.const 1024) (i32.const 30000)))
    (if (i64.eq (local.get $action) (i64.const FAIL))
      (then (call $print (i32.const 16)) (call $assert (i32.const 0) (i32.const 0))))
    (if (i64.eq (local.get $action) (i64.const CODE))
      (then (call $assert_code (i32.const 0) (i64.const 7))))
    (if (i64.eq (local.get $action) (i64.const HAIL))
      (then
        (call $require_recipient (i64.load (i32.const 1024)))
        (call $print (i32.const 16))
        (call $return (i32.const 1024) (i32.const 8))
        (return)))
    (if (i64.eq (local.get $action) (i64.const RELAY))
      (then
        ;; The first byte is the length of what follows, which is shorter than 128 bytes.
        (call $send_inline (i32.const 1025) (i32.sub (local.get $size) (i32.const 1)))
        (return)))
    (drop (call $store (i64.load (i32.const 1024)) (local.get $action) (local.get $receiver)
      (i64.load (i32.const 1032)) (i32.const 1040) (i32.sub (local.get $size) (i32.const 16))))))
