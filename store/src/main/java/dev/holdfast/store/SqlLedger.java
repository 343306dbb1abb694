package dev.holdfast.store;

import dev.holdfast.fleet.ledger.ChainHash;
import dev.holdfast.fleet.ledger.Head;
import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The ledger as a table; its triggers refuse every change but an addition.
final class SqlLedger implements Ledger {
  private static final int BATCH_LINKS = 500;

  private final Tables tables;

  SqlLedger(Tables tables) {
    this.tables = tables;
  }

  @Override
  public String place() {
    return tables.place();
  }

  @Override
  public SortedSet<String> chains() {
    if (!tables.exist()) {
      return new TreeSet<>();
    }
    return tables.read(connection -> {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT DISTINCT chain FROM ledger")) {
        var chains = new TreeSet<String>();
        while (rows.next()) {
          chains.add(rows.getString(1));
        }
        return chains;
      }
    });
  }

  @Override
  public List<Link> linksAfter(String chain, long sequence) {
    return tables.exist()
        ? tables.read(connection -> linksAfter(connection, chain, sequence))
        : List.of();
  }

  private static List<Link> linksAfter(Connection connection, String chain, long sequence)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT sequence, previous, content, hash FROM ledger"
                + " WHERE chain = ? AND sequence > ? ORDER BY sequence")) {
      query.setString(1, chain);
      query.setLong(2, sequence);
      try (var rows = query.executeQuery()) {
        var links = new ArrayList<Link>();
        while (rows.next()) {
          links.add(
              new Link(
                  rows.getLong(1),
                  hash(rows.getString(2)),
                  rows.getString(3),
                  hash(rows.getString(4))));
        }
        return links;
      }
    }
  }

  private static ChainHash hash(String stored) throws SQLException {
    try {
      return new ChainHash(stored);
    } catch (IllegalArgumentException e) {
      throw new SQLException("the ledger was changed: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean append(String chain, List<Link> links) {
    return tables.write(connection -> {
      var head = head(connection, chain);
      var first = links.getFirst();
      if (first.sequence() != head.sequence() + 1 || !first.previous().equals(head.hash())) {
        return false;
      }
      insert(connection, chain, links);
      return true;
    });
  }

  private static Head head(Connection connection, String chain) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT sequence, hash FROM ledger WHERE chain = ? ORDER BY sequence DESC LIMIT 1")) {
      query.setString(1, chain);
      try (var row = query.executeQuery()) {
        return row.next() ? new Head(row.getLong(1), hash(row.getString(2))) : Head.genesis(chain);
      }
    }
  }

  private static void insert(Connection connection, String chain, List<Link> links)
      throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO ledger VALUES (?, ?, ?, ?, ?)")) {
      int waiting = 0;
      for (var link : links) {
        insert.setString(1, chain);
        insert.setLong(2, link.sequence());
        insert.setString(3, link.previous().hex());
        insert.setString(4, link.content());
        insert.setString(5, link.hash().hex());
        insert.addBatch();
        if (++waiting % BATCH_LINKS == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
