package dev.holdfast.kit;

import dev.holdfast.secrets.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that one page says, for one repository.
///
/// @param target whose repository it is
/// @param made when the facts were gathered
/// @param place where the repository is
/// @param encryption as `borg init --encryption` calls it
/// @param repositoryId 64 hexadecimal digits; empty where nobody knows it yet
/// @param key empty in mode `none`
/// @param passphrase printed only because somebody asked for it
public record KitPage(
    String target,
    Instant made,
    Place place,
    String encryption,
    Optional<String> repositoryId,
    Optional<LockedKey> key,
    Optional<Secret> passphrase) {

  /// Where the repository is.
  ///
  /// @param host what the fleet calls it
  /// @param login how it is entered; empty for the controller itself
  /// @param path as `borg serve` gets it: complete, or `./` below the login's home
  /// @param borg the program there
  /// @param borgVersion empty where the host could not be asked
  public record Place(
      String host, Optional<Login> login, String path, String borg, Optional<String> borgVersion) {}

  /// How a host is entered by SSH.
  ///
  /// @param jumps `user@host:port`, first hop first
  /// @param hostKeys what its host keys look like, for example `ssh-ed25519 SHA256:…`
  public record Login(
      String user, String host, int port, List<String> jumps, List<String> hostKeys) {
    public Login {
      jumps = List.copyOf(jumps);
      hostKeys = List.copyOf(hostKeys);
    }
  }

  /// A key, locked by the passphrase.
  ///
  /// @param paper lines of `borg key export --paper`, from the one that starts with `id:`
  /// @param exported the text of `borg key export`
  /// @param fingerprint changes with the passphrase
  /// @param liesInRepository whether borg finds it there without this page
  public record LockedKey(
      List<String> paper, String exported, String fingerprint, boolean liesInRepository) {
    public LockedKey {
      paper = List.copyOf(paper);
    }
  }
}
