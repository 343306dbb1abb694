package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Untested;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// While the product runs, other processes of its user cannot look into it. Root can look into
/// everything, so where root runs the tests, a copy of the product is started as nobody.
class OwnMemoryIT {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final String AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups";

  /// What a child of the product can read: of a brother, to show that it can read at all, and of
  /// the product.
  private static final String LOOK =
      """
      looks() {
        cat /proc/$1/environ >/dev/null 2>&1 && echo "$2: environment"
        (exec 3</proc/$1/maps) 2>/dev/null && echo "$2: map"
        (exec 3</proc/$1/mem) 2>/dev/null && echo "$2: memory"
      }
      tail -f /dev/null & brother=$!
      until [ "$(cat /proc/$brother/comm)" = tail ]; do :; done
      looks $brother brother
      kill $brother
      looks $PPID product
      tr '\\0' ' ' </proc/$PPID/cmdline; echo
      grep 'Max core' /proc/$PPID/limits
      """;

  @TempDir private Path home;

  @Test
  void nobody_of_the_same_user_can_look_into_the_product() throws IOException {
    var product = new Product(launcher(), home, "-XX:TieredStopAtLevel=1");
    if (!isReached(Path.of(System.getProperty("java.home"), "bin/java"))) {
      Untested.here("what others see of the product", "only root can use this JDK");
      return;
    }
    var ran = product.run(home.resolve("fleet.yaml"), "exec", "--", "sh", "-c", LOOK);

    assertThat(ran.said()).contains("brother: environment", "brother: map");
    assertThat(ran.said()).doesNotContain("product: ");
    assertThat(ran.said()).contains("dev.holdfast.app.Main");
    assertThat(ran.said()).containsPattern("Max core file size +0 +0 ");
  }

  /// A copy, for the checkout may be at a place that nobody can reach.
  private Path launcher() throws IOException {
    var checkout = Packaged.launcher().resolveSibling("");
    new FleetYaml()
        .set(1, "version")
        .set("file:word", "defaults", "exec", "env", "WORD")
        .set(true, "repository_hosts", "here", "local")
        .set(home.resolve("repositories") + "", "repository_hosts", "here", "root")
        .set(true, "targets", "web1", "local")
        .set(List.of("/etc"), "targets", "web1", "sources")
        .set("here", "targets", "web1", "repository", "host")
        .write(home.resolve("fleet.yaml"));
    Files.writeString(home.resolve("word"), "a secret");
    var start = "#!/bin/sh\nexec " + (ROOT ? AS_NOBODY : "") + " " + home + "/holdfast \"$@\"\n";
    Files.writeString(home.resolve("start"), start);
    shell(
        """
        mkdir -p app/target tmp
        cp -r "$1/holdfast" "$1/scripts" .
        cp -r "$1/app/target/holdfast.jar" "$1/app/target/lib" "$1/app/target/native" app/target
        chmod -R u+rwX,go+rX .
        chmod 600 word
        chmod +x start
        """,
        checkout.toString());
    if (ROOT) {
      shell("chown -R 65534:65534 .");
    }
    return home.resolve("start");
  }

  private boolean isReached(Path program) throws IOException {
    var words = new ArrayList<>(List.of((AS_NOBODY + " test -x").split(" ")));
    words.add(program.toString());
    return !ROOT || new ProcessBuilder(words).start().onExit().join().exitValue() == 0;
  }

  private void shell(String script, String... words) throws IOException {
    var command = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
  }
}
