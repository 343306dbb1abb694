package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.TargetLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// A short chain, and attempts to change it from outside.
final class ForgedEntries {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private ForgedEntries() {}

  static void append(Ledger ledger) {
    var id = new ObjectId(7, 0, 0, 0);
    new TargetLedger(ledger, "web1", () -> NOON)
        .append(
            new LedgerEntry.RepositoryKnown(
                id, KeyType.REPOKEY, Optional.empty(), LedgerEntry.Origin.CREATED),
            new LedgerEntry.ManifestSeen(id, NOON));
  }

  static void assertRefused(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate(sql))
          .as(sql)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the ledger is append-only");
    }
  }
}
