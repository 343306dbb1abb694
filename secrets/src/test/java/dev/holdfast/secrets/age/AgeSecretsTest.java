package dev.holdfast.secrets.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretProviderContract;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgeSecretsTest extends SecretProviderContract {
  @TempDir private Path directory;
  private PrivateFiles files = new PrivateFiles(-1);

  @BeforeEach
  void asThisUser() throws IOException {
    files = new PrivateFiles(PrivateFiles.ownUid());
  }

  private AgeSecrets age() {
    return new AgeSecrets(store(), identity(), files, Thread::onSpinWait);
  }

  private Path store() {
    return directory.resolve("secrets.age");
  }

  private Path identity() {
    return directory.resolve("identity.txt");
  }

  @Override
  protected SecretProvider provider() {
    return age();
  }

  @Override
  protected String freshLocator() {
    return "web1/passphrase";
  }

  @Override
  protected void arrange(String locator, String text) {
    age().keep(locator, Secret.ofText(text));
  }

  @Override
  protected boolean canKeep() {
    return true;
  }

  @Test
  void the_first_secret_creates_store_and_identity_for_the_owner_only() throws IOException {
    arrange("a", "b");

    for (var file : new Path[] {store(), identity()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(identity())).startsWith("# public key: age1");
    assertThat(Files.readString(store(), StandardCharsets.ISO_8859_1))
        .startsWith("age-encryption.org/v1")
        .doesNotContain("\"a\"");
  }

  @Test
  void secrets_live_side_by_side_and_can_be_forgotten() {
    arrange("a", "1");
    arrange("b/c", "2");

    assertThat(age().names()).containsExactly("a", "b/c");
    assertThat(age().forget("a")).isTrue();
    assertThat(age().forget("a")).isFalse();
    assertThat(age().find("a")).isEmpty();
    assertThat(age().find("b/c").map(Bytes::textOf)).contains("2");
  }

  @Test
  void without_its_identity_a_store_is_neither_read_nor_overwritten() throws IOException {
    arrange("a", "1");
    var before = Files.readAllBytes(store());
    Files.delete(identity());

    assertThatThrownBy(() -> age().find("a"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> arrange("b", "2")).isInstanceOf(SecretException.class);
    assertThat(store()).hasBinaryContent(before);
    assertThat(identity()).doesNotExist();
  }

  @Test
  void another_identity_does_not_open_it() throws IOException {
    arrange("a", "cAnArY");
    Files.delete(identity());
    Files.move(store(), directory.resolve("aside"));
    arrange("b", "2");
    Files.move(
        directory.resolve("aside"), store(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> age().find("a"))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SecretException.Kind.UNREADABLE);
              assertThat(e.getMessage()).contains(store().toString(), identity().toString());
              assertThat(e.nextStep()).contains("age -d -i");
            });
  }

  @Test
  void an_exposed_identity_is_refused() throws IOException {
    arrange("a", "1");
    Files.setPosixFilePermissions(identity(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> age().find("a"))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> assertThat(e.nextStep()).isEqualTo("chmod 600 " + identity()));
  }

  @Test
  void every_damaged_store_is_refused_and_left_alone() throws IOException {
    arrange("a", "cAnArY");
    var whole = Files.readAllBytes(store());
    for (var i = 0; i < whole.length; i += 7) {
      var damaged = whole.clone();
      damaged[i] ^= 0x20;
      Files.write(store(), damaged);
      assertThatThrownBy(() -> age().find("a"))
          .as("byte %d", i)
          .isInstanceOf(SecretException.class)
          .hasMessageNotContaining("cAnArY");
    }
    Files.write(store(), new byte[0]);
    assertThatThrownBy(() -> age().keep("b", Secret.ofText("x")))
        .isInstanceOf(SecretException.class);
    assertThat(store()).isEmptyFile();
  }

  @Test
  void writers_at_the_same_time_lose_nothing() throws InterruptedException {
    var shared = age();
    var other = age();
    var threads = new ArrayList<Thread>();
    IntStream.range(0, 12)
        .forEach(i ->
            threads.add(
                Thread.ofVirtual().start(() -> shared.keep("name" + i, Secret.ofText("v" + i)))));
    for (var thread : threads) {
      thread.join();
    }

    assertThat(other.names()).hasSize(12);
    assertThat(other.find("name7").map(Bytes::textOf)).contains("v7");
  }

  @Test
  void a_store_in_use_is_waited_for_and_then_given_up() throws IOException {
    var waited = new int[1];
    try (var other =
            java.nio.channels.FileChannel.open(
                directory.resolve("secrets.age.lock"),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE);
        var held = other.lock()) {
      var age = new AgeSecrets(store(), identity(), files, () -> waited[0]++);
      assertThat(held.isValid()).isTrue();

      assertThatThrownBy(() -> age.keep("a", Secret.ofText("x")))
          .isInstanceOf(SecretException.class)
          .hasMessageContaining("another process");
    }
    assertThat(waited[0]).isGreaterThan(100);
    arrange("a", "x");
    assertThat(age().names()).containsExactly("a");
  }

  @Test
  void a_new_identity_opens_the_store_and_the_old_one_does_not() throws IOException {
    arrange("a", "1");
    arrange("b/c", "2");
    var older = Files.readString(identity());

    assertThat(age().rotateIdentity()).isEqualTo(2);

    assertThat(Files.readAllLines(identity())).hasSize(2);
    assertThat(Files.readString(identity())).doesNotContain(older.lines().toList().get(1));
    assertThat(age().find("b/c").map(Bytes::textOf)).contains("2");
    Files.writeString(identity(), older);
    assertThatThrownBy(() -> age().find("a")).isInstanceOf(SecretException.class);
  }

  @Test
  void a_rotation_that_died_anywhere_leaves_a_store_that_opens_and_can_be_rotated_again()
      throws IOException {
    arrange("a", "1");
    var oldStore = Files.readAllBytes(store());
    var old = Files.readString(identity());
    age().rotateIdentity();
    var both = Files.readString(identity()) + old;
    var newStore = Files.readAllBytes(store());

    for (var died : new byte[][] {oldStore, newStore}) {
      Files.write(store(), died);
      Files.writeString(identity(), both);
      assertThat(age().find("a").map(Bytes::textOf)).contains("1");
      arrange("d", "2");
      assertThat(age().rotateIdentity()).isEqualTo(2);
      assertThat(Files.readAllLines(identity())).hasSize(2);
      assertThat(age().find("a").map(Bytes::textOf)).contains("1");
    }
  }

  @Test
  void a_store_that_does_not_open_gets_no_new_identity() throws IOException {
    arrange("a", "1");
    Files.write(store(), new byte[] {1, 2, 3});
    var before = Files.readString(identity());

    assertThatThrownBy(() -> age().rotateIdentity()).isInstanceOf(SecretException.class);
    assertThat(identity()).hasContent(before);
  }
}
