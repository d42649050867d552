;; The system contract of the world: switches features on, and gives quotas and privileges.
;;
;; Every action that it does not know it lets pass, so that the chain's own actions run as on a chain without one.
(module
  (import "env" "read_action_data" (func $read (param i32 i32) (result i32)))
  (import "env" "preactivate_feature" (func $preactivate (param i32)))
  (import "env" "set_privileged" (func $set_privileged (param i64 i32)))
  (import "env" "set_resource_limits" (func $set_limits (param i64 i64 i64 i64)))
  (memory 1)
  (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
    (drop (call $read (i32.const 8) (i32.const 32)))
    ;; activate: the feature's digest
    (if (i64.eq (local.get $action) (i64.const ACTIVATE))
      (then (call $preactivate (i32.const 8))))
    ;; setpriv: the account
    (if (i64.eq (local.get $action) (i64.const SETPRIV))
      (then (call $set_privileged (i64.load (i32.const 8)) (i32.const 1))))
    ;; setquota: the account and its bytes
    (if (i64.eq (local.get $action) (i64.const SETQUOTA))
      (then
        (call $set_limits (i64.load (i32.const 8)) (i64.load (i32.const 16))
          (i64.const -1) (i64.const -1))))))
