package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "secret",
    header = "Keep and show secrets of the embedded age store.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast secret set web1/passphrase            asks for it, without showing it",
      "  holdfast secret set keys/web1 <id_ed25519      a private key from a file",
      "  holdfast secret list",
      "  holdfast secret get web1/passphrase >file",
      "  holdfast secret rotate-identity                after somebody saw identity.txt"
    })
final class SecretCommand {
  private static final int UTF_8_BYTES_MAX = 4;

  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Command(
      name = "set",
      header = "Keep a secret: typed on the terminal, or read whole from standard input.",
      footer = {
        "",
        "Examples:",
        "  holdfast secret set web1/passphrase",
        "  holdfast secret set keys/web1 <id_ed25519"
      })
  int set(@Parameters(paramLabel = "NAME", description = "Its name in the store.") String name) {
    try (var assembly = parent.assemble();
        var secret = read(assembly, name)) {
      assembly.secrets().keep(reference(name), secret);
      System.err.println("kept as age:" + name);
      return ExitCodes.SUCCESS;
    }
  }

  @Command(
      name = "get",
      header = "Print a secret to standard output.",
      footer = {"", "Examples:", "  holdfast secret get web1/passphrase >file"})
  int get(@Parameters(paramLabel = "NAME", description = "Its name in the store.") String name) {
    try (var assembly = parent.assemble();
        var secret = assembly.secrets().open(reference(name))) {
      var output = assembly.surroundings().out();
      secret.use(bytes -> {
        output.write(bytes, 0, bytes.length);
        output.flush();
        return true;
      });
      return ExitCodes.SUCCESS;
    }
  }

  @Command(
      name = "list",
      header = "Print the names of all secrets in the store, never a secret.",
      footer = {"", "Examples:", "  holdfast secret list", "  holdfast secret list --json"})
  int list() {
    try (var assembly = parent.assemble()) {
      return assembly.output().secretNames(assembly.secretNames());
    }
  }

  @Command(
      name = "rotate-identity",
      header = "Encrypt the store for a new identity, which alone opens it from then on.",
      description = {
        "If it is interrupted, the identity file opens the store in any case; run it again. Copies of",
        "the store that were made before need the old identity: make new copies of both files."
      },
      footer = {"", "Examples:", "  holdfast secret rotate-identity"})
  int rotateIdentity() {
    try (var assembly = parent.assemble()) {
      var count = assembly.rotateIdentity();
      System.err.println("new identity; secrets encrypted for it: " + count);
      return ExitCodes.SUCCESS;
    }
  }

  private static SecretRef reference(String name) {
    return new SecretRef(SecretRef.Scheme.AGE, name);
  }

  @SuppressWarnings("SystemConsoleNull") // it is null without a terminal, whatever the check says
  private static Secret read(Assembly assembly, String name) {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      var typed = console.readPassword("secret for age:%s: ", name);
      if (typed == null || typed.length == 0) {
        throw nothing(name);
      }
      return typed(typed);
    }
    try {
      var bytes = assembly.surroundings().input().readNBytes(Secret.BYTES_MAX + 1);
      if (bytes.length == 0 || bytes.length > Secret.BYTES_MAX) {
        Arrays.fill(bytes, (byte) 0);
        throw nothing(name);
      }
      return Secret.ofLine(bytes);
    } catch (IOException e) {
      throw new FleetException(
          ErrorCode.SECRET_UNREADABLE,
          "standard input cannot be read: " + e.getMessage(),
          "holdfast secret set " + name + " <FILE",
          e);
    }
  }

  private static Secret typed(char[] characters) {
    var bytes = new byte[characters.length * UTF_8_BYTES_MAX];
    var encoded = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
    var secret = Secret.takeOver(Arrays.copyOf(bytes, encoded.position()));
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(characters, '\0');
    return secret;
  }

  private static FleetException nothing(String name) {
    return new FleetException(
        ErrorCode.USAGE,
        "no secret was given for " + name + ", or it has more than 1 MiB",
        "holdfast secret set " + name + " <FILE");
  }
}
