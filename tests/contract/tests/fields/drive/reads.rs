//! Every table and terminal, with whatever a table can leave to Act-On.

use acton_orm::schema::TABLES;
use acton_orm::{Client, Downloads, DynQuery, DynRow, DynTable, Terminal};
use acton_orm_tests::reading::{ready, run};

use super::{Account, By, Done};

/// Lists by name and by id.
const LISTS: [&str; 3] = ["List_Newsletter", "List_l-0003", "List_Empty List"];

pub async fn all(account: &mut Account, terminals: &[Terminal]) -> Done {
    let whole = account.client(Downloads::Csv, 1000).await?;
    let paged = account.client(Downloads::Pages, 5).await?;
    for acton in [&whole, &paged] {
        for table in TABLES {
            let (name, inputs) = (table.name(), table.inputs());
            let table = ready(acton.table(name).await?, inputs, &account.emulator);
            every(&table, acton, terminals).await?;
        }
        for name in LISTS {
            every(&acton.table(name).await?, acton, terminals).await?;
        }
    }
    account.keep(By::Orm);
    Ok(())
}

async fn every(table: &DynTable, acton: &Client, terminals: &[Terminal]) -> Done {
    let rows = table.query().limit(5).load(acton).await?;
    for query in queries(table, &rows) {
        for terminal in terminals {
            run(&query, *terminal, acton).await?;
        }
    }
    Ok(())
}

/// Plain ones, and by values that rows have of the columns by which Act-On can filter.
fn queries(table: &DynTable, rows: &[DynRow]) -> Vec<DynQuery> {
    let mut queries = vec![table.query(), table.query().limit(4).offset(1)];
    let readable = || table.columns().filter(|column| column.meta().is_readable());
    queries.extend(readable().take(1).map(|column| table.select([column])));
    for column in readable().filter(|column| column.meta().is_pushed_down()) {
        let cells = rows.iter().flat_map(DynRow::iter);
        let values: Vec<_> = cells
            .filter(|(name, value)| *name == column.name() && !value.is_null())
            .map(|(_, value)| value)
            .collect();
        let Some(&one) = values.first() else {
            continue;
        };
        queries.extend([
            table.query().filter(column.eq(one)),
            table.query().filter(column.eq_any(values.iter().copied())),
            table.query().filter(column.ge(one)),
            table.query().filter(column.lt(one)),
        ]);
    }
    queries
}
