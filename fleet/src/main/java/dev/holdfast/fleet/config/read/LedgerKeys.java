package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.LedgerSettings;
import dev.holdfast.fleet.config.LedgerSettings.FirstUse;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.secrets.SecretRef;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The table that says where the ledger is.
final class LedgerKeys {
  static final Key<String> URL =
      Key.of(
          "url",
          Shapes.text(LedgerKeys::url),
          "A PostgreSQL database: postgresql://HOST:PORT/NAME; default a file in the state"
              + " directory.");
  static final Key<String> USER =
      Key.of("user", SharedShapes.SOME, "Who logs in there; default holdfast.");
  static final Key<SecretRef> PASSWORD =
      Key.of("password", Shapes.secret(), "The password of that user.");
  static final Key<FirstUse> FIRST_USE =
      Key.of(
          "first_use",
          Shapes.word(new TreeMap<>(Map.of("refuse", FirstUse.REFUSE, "trust", FirstUse.TRUST))),
          "What a backup does with a repository that the ledger does not know: refuse, the"
              + " default, or trust.");
  static final Section SECTION = Section.of(URL, USER, PASSWORD, FIRST_USE);

  private static final String SCHEME = "postgresql://";

  private LedgerKeys() {}

  private static String url(String text) {
    if (!text.startsWith(SCHEME) || text.length() == SCHEME.length()) {
      throw new IllegalArgumentException("does not begin with " + SCHEME);
    }
    if (text.contains("@") || text.contains("password=")) {
      throw new IllegalArgumentException("holds a login: write `user` and `password` beside it");
    }
    return text;
  }

  static LedgerSettings read(Fields fields) {
    var server =
        fields
            .value(URL)
            .map(url ->
                new LedgerSettings.Server(
                    url, fields.value(USER).orElse("holdfast"), fields.value(PASSWORD)));
    if (server.isEmpty() && (fields.isWritten(USER) || fields.isWritten(PASSWORD))) {
      fields
          .reading()
          .fault(fields.at(), "has a login, but no url", Optional.of("write ledger.url"));
    }
    return new LedgerSettings(server, fields.value(FIRST_USE).orElse(FirstUse.REFUSE));
  }
}
