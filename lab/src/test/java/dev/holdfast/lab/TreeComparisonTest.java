package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {
  @TempDir Path directory;
  private Path one;
  private Path two;

  @BeforeEach
  void plant_the_same_tree_twice() throws IOException {
    one = SampleTree.plant(directory.resolve("one"), 7, 1).root();
    two = SampleTree.plant(directory.resolve("two"), 7, 1).root();
  }

  @Test
  void the_same_seed_gives_the_same_tree_but_for_the_time_of_the_sparse_image() throws IOException {
    var time = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(one.resolve("special/sparse.img"), time);
    Files.setLastModifiedTime(two.resolve("special/sparse.img"), time);

    var comparison = TreeComparison.of(one, two);

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.files()).isGreaterThan(40);
    assertThat(comparison.bytes()).isGreaterThan(9 << 20);
  }

  @Test
  void one_changed_byte_is_seen() throws IOException {
    var bytes = Files.readAllBytes(two.resolve("pictures/picture-0.raw"));
    bytes[1000] ^= 1;
    Files.write(two.resolve("pictures/picture-0.raw"), bytes);
    assertDiffers("pictures/picture-0.raw differs from byte 1000");
  }

  @Test
  void a_missing_and_a_foreign_file_are_seen() throws IOException {
    Files.move(two.resolve("names/-rf"), two.resolve("names/-fr"));
    assertDiffers("names/-fr was not there", "names/-rf is missing");
  }

  @Test
  void another_kind_is_seen() throws IOException {
    Files.delete(two.resolve("links/to-file"));
    Files.createDirectory(two.resolve("links/to-file"));
    assertDiffers("links/to-file was a symbolic link, is a directory");
  }

  @Test
  void another_link_target_is_seen() throws IOException {
    Files.delete(two.resolve("links/to-file"));
    Files.createSymbolicLink(two.resolve("links/to-file"), Path.of("elsewhere"));
    assertDiffers("links/to-file points elsewhere");
  }

  @Test
  void other_permissions_are_seen() throws IOException {
    Files.setPosixFilePermissions(
        two.resolve("special/private"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(TreeComparison.of(one, two).differences())
        .anyMatch(line -> line.startsWith("special/private was [OWNER_"));
  }

  @Test
  void a_hard_link_that_became_a_copy_is_seen() throws IOException {
    var second = two.resolve("links/two-of-two");
    var time = Files.getLastModifiedTime(second);
    var bytes = Files.readAllBytes(second);
    Files.delete(second);
    Files.write(second, bytes);
    Files.setLastModifiedTime(second, time);
    assertDiffers("links/two-of-two was another name of a file and is a file of its own");
  }

  private void assertDiffers(String... lines) throws IOException {
    assertThat(TreeComparison.of(one, two).differences()).contains(lines);
  }
}
