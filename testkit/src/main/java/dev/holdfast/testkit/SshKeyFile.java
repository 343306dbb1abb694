package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A key pair made by `ssh-keygen`; the public half lies beside it with `.pub` at its end.
///
/// @param file the private key
public record SshKeyFile(Path file) {
  /// How `ssh-keygen` makes a key.
  ///
  /// @param type `ed25519`, `rsa` or `ecdsa`
  /// @param passphrase locks the private key; empty leaves it open
  /// @param format `OpenSSH`, `PEM` or `PKCS8`
  public record Kind(String type, String passphrase, String format) {
    /// An open key in OpenSSH's own format.
    public static Kind of(String type) {
      return new Kind(type, "", "OpenSSH");
    }

    /// The same key, locked.
    public Kind lockedBy(String words) {
      return new Kind(type, words, format);
    }

    /// The same key in another format of file.
    public Kind as(String otherFormat) {
      return new Kind(type, passphrase, otherFormat);
    }
  }

  /// Makes an open ed25519 key.
  public static SshKeyFile generate(Path file) {
    return generate(file, Kind.of("ed25519"));
  }

  /// Makes a key of any kind; the file must not exist yet.
  public static SshKeyFile generate(Path file, Kind kind) {
    var words =
        new ArrayList<>(
            List.of("ssh-keygen", "-q", "-t", kind.type(), "-N", kind.passphrase(), "-C", "test"));
    if (!kind.format().equals("OpenSSH")) {
      words.addAll(List.of("-m", kind.format()));
    }
    if (kind.type().equals("rsa")) {
      words.addAll(List.of("-b", "2048"));
    }
    words.addAll(List.of("-f", file.toString()));
    Tool.run(words);
    return new SshKeyFile(file);
  }

  /// The private key as it lies in its file.
  public byte[] privateBytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Type and key, without the comment.
  public String publicLine() {
    return firstTwoWords(read(Path.of(file + ".pub")));
  }

  /// For example `SHA256:n7jz…`.
  public String fingerprint() {
    return Tool.run("ssh-keygen", "-l", "-E", "sha256", "-f", file + ".pub").split(" ", 3)[1];
  }

  /// Signs another key as a user certificate, valid for an hour, and gives back its line.
  ///
  /// @param principal the login name it is good for
  public String certifyUser(SshKeyFile other, String principal) {
    return certify(other, List.of("-n", principal, "-V", "-5m:+1h"));
  }

  /// Signs another key as a host certificate and gives back its line.
  ///
  /// @param name the host name it is good for
  public String certifyHost(SshKeyFile other, String name) {
    return certify(other, List.of("-h", "-n", name, "-V", "-5m:+1h"));
  }

  private String certify(SshKeyFile other, List<String> options) {
    var words = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", file.toString(), "-I", "test"));
    words.addAll(options);
    words.add(other.file + ".pub");
    Tool.run(words);
    return read(other.certificateFile()).strip();
  }

  /// Where `ssh-keygen` puts a certificate for this key.
  public Path certificateFile() {
    return Path.of(file + "-cert.pub");
  }

  private static String firstTwoWords(String line) {
    var words = line.strip().split(" ", 3);
    return words[0] + " " + words[1];
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
