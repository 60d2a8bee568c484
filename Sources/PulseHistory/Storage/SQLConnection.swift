import GRDB

/// What the tables of this target are given to run their statements on, so that files outside `Storage/` need not know SQL.
typealias SQLConnection = GRDB.Database
