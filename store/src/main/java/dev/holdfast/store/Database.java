package dev.holdfast.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One kind of database: how to reach it, and what its SQL does not share with others.
interface Database {
  /// Whether there is anything to read yet. Looking must make nothing.
  ///
  /// @throws SQLException if nobody can tell: what cannot be looked at may well be there
  boolean exists() throws SQLException;

  /// Makes the database if there is none, and connects; transactions are begun by hand. Where
  /// nothing can be written, the connection is one for reading.
  Connection connect() throws SQLException;

  /// Begins a transaction that no other writer can come in between.
  void beginWriting(Connection connection) throws SQLException;

  /// The version of the tables; 0 where there are none. Called inside a writing transaction.
  int version(Connection connection) throws SQLException;

  /// Records the version; called inside the transaction that made it so.
  void setVersion(Connection connection, int version) throws SQLException;

  /// What makes each version out of the one before, as statements. The list only grows.
  List<List<String>> migrations();

  /// Where it is, for messages; no secret.
  String place();
}
