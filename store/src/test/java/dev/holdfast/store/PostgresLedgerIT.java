package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.LedgerContract;
import dev.holdfast.secrets.Secret;
import dev.holdfast.testkit.ThrowawayPostgres;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresLedgerIT extends LedgerContract {
  private final ThrowawayPostgres server = ThrowawayPostgres.start();
  private final List<Store> open = new ArrayList<>();
  private int databases;
  private String url = "";

  @BeforeAll
  void the_server_is_up() {
    assertThat(server.user()).isNotEmpty();
  }

  @BeforeEach
  void a_fresh_database() {
    url = server.freshDatabase("ledger" + ++databases);
  }

  @AfterEach
  void close_all() {
    open.forEach(Store::close);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Properties login() {
    var login = new Properties();
    login.setProperty("user", server.user());
    login.setProperty("password", server.password());
    return login;
  }

  @Override
  protected Ledger ledger() {
    return sameLedgerAgain();
  }

  @Override
  protected Ledger sameLedgerAgain() {
    var store =
        Store.postgres(url, server.user(), () -> Optional.of(Secret.ofText(server.password())));
    open.add(store);
    return store.ledger();
  }

  @Test
  void the_database_itself_refuses_changes() throws Exception {
    ForgedEntries.append(ledger());
    try (var connection = DriverManager.getConnection("jdbc:" + url, login())) {
      ForgedEntries.assertRefused(connection, "UPDATE ledger SET content = '{}'");
      ForgedEntries.assertRefused(connection, "DELETE FROM ledger");
      ForgedEntries.assertRefused(connection, "TRUNCATE ledger");
    }
    assertThat(ledger().linksAfter("web1", 0)).hasSize(2);
  }

  @Test
  void a_server_that_crashed_is_found_again() {
    var ledger = ledger();
    ForgedEntries.append(ledger);
    server.crash();
    assertThat(ledger.linksAfter("web1", 0)).hasSize(2);
  }

  @Test
  void a_wrong_password_is_told_without_it() {
    var store =
        Store.postgres(url, server.user(), () -> Optional.of(Secret.ofText("not-the-word")));
    assertThatThrownBy(() -> store.ledger().chains())
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE);
              assertThat(e.sentence()).contains("127.0.0.1").doesNotContain("not-the-word");
            });
  }
}
