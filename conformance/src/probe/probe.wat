;; The interpreter: runs the operations in an action's data and prints each result.
;;
;; The rest of the module is generated: the imports and, for each function that can be called, a stub that takes the
;; address of the arguments, prints the result and gives the address behind the arguments; all stubs are in the table.
;;
;; An operation is: for whom (u64, 0 for everybody), how many bytes follow (u16), its kind (u8), and
;;   kind 0, call: which function (u16), then each argument in eight bytes;
;;   kind 1, write: to which address (u32), then the bytes;
;;   kind 2: print what `apply` was called with.
;; The first page is for operations to use, the second holds the action's data.

(memory 2)
(data (i32.const 65534) ";")

(func $copy (param $to i32) (param $from i32) (param $end i32)
  (block $done
    (loop $more
      (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
      (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $more))))

(func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
  (local $at i32) (local $end i32) (local $next i32) (local $who i64)
  (local.set $at (i32.const 65536))
  (local.set $end
    (i32.add (local.get $at) (call $read_action_data (local.get $at) (i32.const 65536))))
  (block $done
    (loop $more
      (br_if $done (i32.ge_u (i32.add (local.get $at) (i32.const 10)) (local.get $end)))
      (local.set $who (i64.load (local.get $at)))
      (local.set $next
        (i32.add
          (i32.add (local.get $at) (i32.const 10))
          (i32.load16_u offset=8 (local.get $at))))
      (block $skip
        (br_if $skip
          (i32.and
            (i64.ne (local.get $who) (i64.const 0))
            (i64.ne (local.get $who) (local.get $receiver))))
        (block $context
          (block $write
            (block $call
              (br_table $call $write $context $skip (i32.load8_u offset=10 (local.get $at))))
            (drop
              (call_indirect (type $stub)
                (i32.add (local.get $at) (i32.const 13))
                (i32.load16_u offset=11 (local.get $at))))
            (call $prints_l (i32.const 65534) (i32.const 1))
            (br $skip))
          (call $copy
            (i32.load offset=11 (local.get $at))
            (i32.add (local.get $at) (i32.const 15))
            (local.get $next))
          (br $skip))
        (call $printn (local.get $receiver))
        (call $prints_l (i32.const 65534) (i32.const 1))
        (call $printn (local.get $code))
        (call $prints_l (i32.const 65534) (i32.const 1))
        (call $printn (local.get $action))
        (call $prints_l (i32.const 65534) (i32.const 1)))
      (local.set $at (local.get $next))
      (br $more))))
