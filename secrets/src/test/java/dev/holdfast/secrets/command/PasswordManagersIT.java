package dev.holdfast.secrets.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command lines that docs/user/secrets.md gives for password managers, against programs that
/// take exactly those words and answer as the genuine ones do.
class PasswordManagersIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /// A program that prints the output for one command line, and fails for all others.
  private String program(String name, String words, String output) throws IOException {
    var script =
        """
        #!/bin/sh
        [ "$*" = '%s' ] || { echo "Error: unknown words: $*" >&2; exit 1; }
        [ -t 0 ] || ! read -r _ || exit 2
        echo "warning: noise of %s" >&2
        printf '%s'
        """
            .formatted(words, name, output);
    var file = Files.writeString(directory.resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private static String opened(String command) {
    return new CommandSecrets(new LocalPrograms(), LONG)
        .find(command)
        .map(Bytes::textOf)
        .orElseThrow();
  }

  @Test
  void pass_shows_the_first_line_of_an_entry_that_has_one() throws IOException {
    var pass = program("pass", "show backup/web1", "s3cret of pass\\n");

    assertThat(opened(pass + " show backup/web1")).isEqualTo("s3cret of pass");
    assertThatThrownBy(() -> opened(pass + " show backup/web2"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("ended with status 1")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void an_entry_of_pass_with_further_lines_is_cut_by_head() throws IOException {
    var pass = program("pass", "show backup/web1", "s3cret\\nlogin: borg\\n");

    assertThat(opened("sh -c '" + pass + " show backup/web1 | head -n 1'")).isEqualTo("s3cret");
  }

  @Test
  void op_reads_a_field_by_its_reference() throws IOException {
    var op = program("op", "read --no-newline op://Backups/web1/password", "s3cret of op");

    assertThat(opened(op + " read --no-newline op://Backups/web1/password"))
        .isEqualTo("s3cret of op");
  }

  @Test
  void keepassxc_shows_one_attribute_without_asking() throws IOException {
    var words =
        "show -q -s --no-password -k /etc/holdfast/kdbx.key -a Password /srv/k.kdbx Backups/web 1";
    var keepassxc = program("keepassxc-cli", words, "s3cret of keepassxc\\n");

    assertThat(
            opened(
                keepassxc
                    + " show -q -s --no-password -k /etc/holdfast/kdbx.key -a Password /srv/k.kdbx 'Backups/web 1'"))
        .isEqualTo("s3cret of keepassxc");
  }
}
