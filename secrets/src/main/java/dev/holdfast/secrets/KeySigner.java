package dev.holdfast.secrets;

/// Makes certificates for SSH keys that somebody else has made.
public interface KeySigner {
  /// An OpenSSH user certificate, one line.
  ///
  /// @param locator which authority, and by which of its rules
  /// @param publicKey one line in OpenSSH's format
  /// @param user who logs in with it
  /// @throws SecretException if it does not sign
  String sign(String locator, String publicKey, String user);
}
