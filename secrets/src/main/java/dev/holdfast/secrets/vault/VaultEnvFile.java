package dev.holdfast.secrets.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A file of lines `VAULT_NAME=value`, as shells and systemd read it. It is read, never run: a line
/// that only a shell could understand is refused, without a word of what it holds.
final class VaultEnvFile implements AutoCloseable {
  private static final int BYTES_MAX = 64 << 10;
  private static final int NAME_MAX = 200;
  private static final Pattern NAME = Pattern.compile("(?:export +)?([A-Za-z_][A-Za-z0-9_]*)");

  /// What a shell would do something with.
  private static final String SHELL = "$`\\\"'";

  private final String file;
  private final Map<String, Secret> values = new LinkedHashMap<>();

  private VaultEnvFile(String file) {
    this.file = file;
  }

  /// @throws SecretException if there is no such file, others can read it, or it is more than lines
  static VaultEnvFile read(PrivateFiles files, String file) {
    var found = new VaultEnvFile(file);
    var bytes =
        files
            .read("env_file", Path.of(file), PrivateFiles.Check.PRIVATE, BYTES_MAX)
            .orElseThrow(() ->
                new SecretException(
                    Kind.MISSING,
                    "there is no " + file + " to log in at Vault with",
                    "put VAULT_ROLE_ID and VAULT_SECRET_ID there, or correct env_file"));
    try {
      found.add(bytes);
      return found;
    } catch (SecretException e) {
      found.close();
      throw e;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void add(byte[] bytes) {
    var number = 1;
    for (var start = 0; start < bytes.length; number++) {
      var end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      add(bytes, start, end, number);
      start = end + 1;
    }
  }

  /// The value never becomes a text, which would stay in memory.
  private void add(byte[] bytes, int start, int end, int number) {
    var from = start;
    var to = end;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    if (from == to || bytes[from] == '#') {
      return;
    }
    var equals = from;
    while (equals < to && bytes[equals] != '=') {
      equals++;
    }
    var name = NAME.matcher(new String(bytes, from, Math.min(equals - from, NAME_MAX), US_ASCII));
    if (equals == to || !name.matches()) {
      throw unreadable(number);
    }
    var older = values.put(name.group(1), value(bytes, equals + 1, to, number));
    if (older != null) {
      older.close();
    }
  }

  private Secret value(byte[] bytes, int start, int end, int number) {
    var isQuoted = end - start >= 2 && (bytes[start] == '"' || bytes[start] == '\'');
    if (isQuoted && bytes[end - 1] != bytes[start]) {
      throw unreadable(number);
    }
    var from = isQuoted ? start + 1 : start;
    var to = isQuoted ? end - 1 : end;
    for (var at = from; at < to; at++) {
      if (SHELL.indexOf(bytes[at]) >= 0 || (!isQuoted && isBlank(bytes[at]))) {
        throw unreadable(number);
      }
    }
    return Secret.takeOver(Arrays.copyOfRange(bytes, from, to));
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private SecretException unreadable(int number) {
    return new SecretException(
        Kind.UNREADABLE,
        file + ": line " + number + " is not NAME=VALUE",
        "write nothing else there: Holdfast reads the file and runs nothing in it");
  }

  /// The value of the first of these variables that has one; the caller closes it.
  Optional<Secret> value(String... names) {
    for (var name : names) {
      var value = values.get(name);
      if (value != null && !value.isEmpty()) {
        return Optional.of(value.copy());
      }
    }
    return Optional.empty();
  }

  /// One that must be there.
  Secret required(String... names) {
    return value(names)
        .orElseThrow(() ->
            new SecretException(
                Kind.MISSING,
                file + " has no " + names[0],
                "add a line " + names[0] + "=…; `holdfast vault setup` makes one"));
  }

  /// The environment as it would be after reading the file. Where the file says something, the
  /// environment's variable of the other prefix does not count.
  Function<String, Optional<String>> over(Function<String, Optional<String>> environment) {
    return name -> {
      var other =
          name.startsWith("BAO_")
              ? name.replaceFirst("BAO_", "VAULT_")
              : name.replaceFirst("VAULT_", "BAO_");
      var own = value(name);
      if (own.isPresent()) {
        try (var secret = own.get()) {
          return Optional.of(secret.useCharacters(String::new));
        }
      }
      return values.containsKey(other) ? Optional.empty() : environment.apply(name);
    };
  }

  @Override
  public void close() {
    values.values().forEach(Secret::close);
    values.clear();
  }
}
