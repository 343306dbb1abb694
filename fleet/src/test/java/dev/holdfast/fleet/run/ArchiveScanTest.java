package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveScanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lhome/evil|-home/evil/authorized_keys",
        "lhome/evil|dhome/evil|-home/evil/x",
        "lx|-x/a/b/c",
        "-/etc/passwd",
        "-../etc/passwd",
        "-a/../../etc/passwd",
        "d..",
        "la|-a",
        "la|-b>a|-b/x",
        "lhome/evil|-t>home/evil",
        "ld|-t>d/file",
        "-t>../shadow",
        "-t>/etc/shadow",
        "-t>./a",
        "la/b|-a/./b/c",
        "la/b|-a//b/c",
        "da/",
        "-./a",
        "-"
      })
  void an_archive_that_would_write_elsewhere_is_refused(String items) {
    assertThatThrownBy(() -> scan(items).requireHarmless("a", "web1"))
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARCHIVE_UNSAFE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dhome|-home/x|lhome/link|-home/link2/y",
        "lhome/evil|-home/evil2/x",
        "lhome/a|lhome/a",
        "lhome/a>/etc/shadow|lhome/b>../..|-home/c",
        "-a|-b>a|-c/d>a",
        "d.|-a",
        "-home/..hidden|-home/a..|dhome/...",
        "-name\nwith newline|-\u00ff\u00fe"
      })
  void an_ordinary_archive_passes(String items) {
    assertThatCode(() -> scan(items).requireHarmless("a", "web1")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a\0-b\0=\0", "-a\0=\0=x\0", "=x\0", "\0=\0", "-a\0=x\0-b\0=\0=y\0"})
  void a_list_with_other_lines_than_asked_for_is_refused(String list) {
    var scan = new ArchiveScan();
    feed(scan, list);
    assertThatThrownBy(() -> scan.requireHarmless("a", "web1")).isInstanceOf(FleetException.class);
  }

  @Test
  void an_endless_name_is_refused_in_bounded_memory() {
    var scan = new ArchiveScan();
    for (int i = 0; i < 100; i++) {
      scan.feed(
          ByteBuffer.wrap(
              "-x".repeat(ArchiveScan.PATH_BYTES_MAX).getBytes(StandardCharsets.US_ASCII)));
    }
    scan.feed(ByteBuffer.wrap(new byte[] {0}));
    assertThatThrownBy(() -> scan.requireHarmless("a", "web1")).isInstanceOf(FleetException.class);
  }

  private static ArchiveScan scan(String items) {
    var scan = new ArchiveScan();
    for (var item : items.split("\\|", -1)) {
      var pathAndSource = item.split(">", -1);
      var source = pathAndSource.length > 1 ? pathAndSource[1] : "";
      feed(scan, pathAndSource[0] + "\0=" + source + "\0");
    }
    return scan;
  }

  private static void feed(ArchiveScan scan, String text) {
    for (var b : text.getBytes(StandardCharsets.ISO_8859_1)) {
      scan.feed(ByteBuffer.wrap(new byte[] {b}));
    }
  }
}
