//! Rows by their primary keys.
//!
//! Only the running contract's own tables can be written, and RAM follows each write.

use antelope::Name;

use super::{
    Call, fuel,
    span::{fill, read, size, span, write},
};
use crate::{
    Error,
    error::{ensure, exception},
    ram,
    state::{Row, Table, TableId, TableKey},
    transaction::{Context, Place},
};

impl Context {
    /// The table, made and billed to `payer` when there is none.
    pub(super) fn find_or_create_table(
        &mut self,
        key: TableKey,
        payer: Name,
    ) -> Result<TableId, Error> {
        if let Some(table) = self.state.tables.get(&key) {
            return Ok(table.id);
        }
        self.charge(fuel::WRITE)?;
        self.bill(payer, ram::TABLE)?;
        let id = TableId(self.state.next_table);
        self.state.next_table = self.state.next_table.saturating_add(1);
        self.state.tables.insert(key, Table { id, payer, count: 0 });
        Ok(id)
    }

    pub(super) fn find_table(
        &self,
        code: u64,
        scope: u64,
        table: u64,
    ) -> Option<(TableKey, TableId)> {
        let key = TableKey { code: Name(code), scope: Name(scope), table: Name(table) };
        self.state.tables.get(&key).map(|table| (key, table.id))
    }

    pub(super) fn count_up(&mut self, key: TableKey) {
        if let Some(table) = self.state.tables.get_mut(&key) {
            // Each entry costs RAM: none comes near 2^32.
            table.count = table.count.saturating_add(1);
        }
    }

    /// Counts a row less; a table without rows is removed and its RAM given back.
    pub(super) fn count_down(&mut self, key: TableKey) -> Result<(), Error> {
        let Some(table) = self.state.tables.get_mut(&key) else { return Ok(()) };
        table.count = table.count.saturating_sub(1);
        if table.count == 0 {
            let payer = table.payer;
            self.bill(payer, -ram::TABLE)?;
            self.state.tables.remove(&key);
        }
        Ok(())
    }

    /// The table of a place that is about to be written.
    fn own_table(&self, table: TableId) -> Result<TableKey, Error> {
        let (key, _) = self.action.iterators.rows.table(table)?;
        ensure!(key.code == self.action.receiver, TABLE_ACCESS_VIOLATION, "db access violation");
        Ok(key)
    }

    fn row(&self, place: Place) -> Result<&Row, Error> {
        // Rows cannot go without their iterator's going as well.
        self.state.rows.get(&place).ok_or_else(|| {
            Error::new(exception::TABLE_OPERATION_NOT_PERMITTED, "dereference of deleted object")
        })
    }

    fn store_row(
        &mut self,
        key: TableKey,
        payer: Name,
        id: u64,
        value: &[u8],
    ) -> Result<i32, Error> {
        let table = self.find_or_create_table(key, payer)?;
        ensure!(
            !payer.is_empty(),
            INVALID_TABLE_PAYER,
            "must specify a valid account to pay for new record"
        );
        let place = (table, id);
        if self.state.rows.contains(&place) {
            return Err(Error::not_unique());
        }
        self.state.rows.insert(place, Row { payer, value: value.into() });
        self.count_up(key);
        self.bill(payer, ram::ROW + ram::bytes(value.len()))?;
        let cache = &mut self.action.iterators.rows;
        cache.end(key, table);
        Ok(cache.add(place))
    }

    fn update_row(&mut self, iterator: i32, payer: Name, value: &[u8]) -> Result<(), Error> {
        let place = self.action.iterators.rows.get(iterator)?;
        self.own_table(place.0)?;
        let row = self.row(place)?;
        let old_payer = row.payer;
        let old_size = ram::ROW + ram::bytes(row.value.len());
        let new_size = ram::ROW + ram::bytes(value.len());
        let payer = if payer.is_empty() { old_payer } else { payer };
        if payer != old_payer {
            self.bill(old_payer, -old_size)?;
            self.bill(payer, new_size)?;
        } else if old_size != new_size {
            self.bill(payer, new_size - old_size)?;
        }
        self.state.rows.insert(place, Row { payer, value: value.into() });
        Ok(())
    }

    fn remove_row(&mut self, iterator: i32) -> Result<(), Error> {
        let place = self.action.iterators.rows.get(iterator)?;
        let key = self.own_table(place.0)?;
        let row = self.row(place)?;
        let (payer, size) = (row.payer, ram::ROW + ram::bytes(row.value.len()));
        self.bill(payer, -size)?;
        self.state.rows.remove(&place);
        self.count_down(key)?;
        self.action.iterators.rows.remove(iterator);
        Ok(())
    }

    fn first_row(&self, table: TableId, from: u64) -> Option<u64> {
        let mut rows = self.state.rows.range((table, from)..=(table, u64::MAX));
        rows.next().map(|((_, id), _)| *id)
    }

    fn last_row(&self, table: TableId, before: Option<u64>) -> Option<u64> {
        let last = match before {
            Some(before) => before.checked_sub(1)?,
            None => u64::MAX,
        };
        let mut rows = self.state.rows.range((table, 0)..=(table, last));
        rows.next_back().map(|((_, id), _)| *id)
    }
}

impl Call<'_> {
    pub(crate) fn db_store_i64(
        &mut self,
        scope: u64,
        table: u64,
        payer: u64,
        id: u64,
        data: u32,
        len: u32,
    ) -> Result<i32, Error> {
        self.context.charge(fuel::WRITE + fuel::kept(len as usize))?;
        let value = span(self.memory, data, len)?;
        let code = self.context.action.receiver;
        let key = TableKey { code, scope: Name(scope), table: Name(table) };
        self.context.store_row(key, Name(payer), id, value)
    }

    pub(crate) fn db_update_i64(
        &mut self,
        iterator: i32,
        payer: u64,
        data: u32,
        len: u32,
    ) -> Result<(), Error> {
        self.context.charge(fuel::WRITE + fuel::kept(len as usize))?;
        let value = span(self.memory, data, len)?;
        self.context.update_row(iterator, Name(payer), value)
    }

    pub(crate) fn db_remove_i64(&mut self, iterator: i32) -> Result<(), Error> {
        self.context.charge(fuel::WRITE)?;
        self.context.remove_row(iterator)
    }

    pub(crate) fn db_get_i64(&mut self, iterator: i32, data: u32, len: u32) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        span(self.memory, data, len)?;
        let place = self.context.action.iterators.rows.get(iterator)?;
        let value = self.context.row(place)?.value.clone();
        self.handle_bytes(len.min(size(value.len()).unsigned_abs()))?;
        fill(self.memory, data, len, &value)
    }

    pub(crate) fn db_next_i64(&mut self, iterator: i32, primary: u32) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        read::<8>(self.memory, primary)?;
        if iterator < -1 {
            return Ok(-1);
        }
        let (table, id) = self.context.action.iterators.rows.get(iterator)?;
        let next = id.checked_add(1).and_then(|from| self.context.first_row(table, from));
        match next {
            Some(id) => self.row_iterator(table, id, primary),
            None => Ok(self.context.action.iterators.rows.table(table)?.1),
        }
    }

    pub(crate) fn db_previous_i64(&mut self, iterator: i32, primary: u32) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        read::<8>(self.memory, primary)?;
        let cache = &self.context.action.iterators.rows;
        let (table, before) = if iterator < -1 {
            (cache.table_of_end(iterator)?, None)
        } else {
            let (table, id) = cache.get(iterator)?;
            (table, Some(id))
        };
        match self.context.last_row(table, before) {
            Some(id) => self.row_iterator(table, id, primary),
            None => Ok(-1),
        }
    }

    pub(crate) fn db_find_i64(
        &mut self,
        code: u64,
        scope: u64,
        table: u64,
        id: u64,
    ) -> Result<i32, Error> {
        self.find_row((code, scope, table), |context, table| {
            context.state.rows.contains(&(table, id)).then_some(id)
        })
    }

    pub(crate) fn db_lowerbound_i64(
        &mut self,
        code: u64,
        scope: u64,
        table: u64,
        id: u64,
    ) -> Result<i32, Error> {
        self.find_row((code, scope, table), |context, table| context.first_row(table, id))
    }

    pub(crate) fn db_upperbound_i64(
        &mut self,
        code: u64,
        scope: u64,
        table: u64,
        id: u64,
    ) -> Result<i32, Error> {
        self.find_row((code, scope, table), |context, table| {
            context.first_row(table, id.checked_add(1)?)
        })
    }

    pub(crate) fn db_end_i64(&mut self, code: u64, scope: u64, table: u64) -> Result<i32, Error> {
        self.find_row((code, scope, table), |_, _| None)
    }

    /// The iterator of the row that `find` gives; else the table's end, or -1 when there is no such table.
    fn find_row(
        &mut self,
        (code, scope, table): (u64, u64, u64),
        find: impl FnOnce(&Context, TableId) -> Option<u64>,
    ) -> Result<i32, Error> {
        self.context.charge(fuel::LOOKUP)?;
        let Some((key, table)) = self.context.find_table(code, scope, table) else { return Ok(-1) };
        let found = find(self.context, table);
        let cache = &mut self.context.action.iterators.rows;
        // The end is numbered when its table is first touched, whether it is given or not.
        let end = cache.end(key, table);
        Ok(found.map_or(end, |id| cache.add((table, id))))
    }

    fn row_iterator(&mut self, table: TableId, id: u64, primary: u32) -> Result<i32, Error> {
        write(self.memory, primary, id.to_le_bytes())?;
        Ok(self.context.action.iterators.rows.add((table, id)))
    }
}
