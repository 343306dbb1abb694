package dev.holdfast.borg.key;

/// A keyed hash that is used over and over by one thread; finishing it starts it anew.
interface KeyedDigest {
  void update(byte[] bytes, int from, int length);

  /// 32 bytes.
  byte[] finish();
}
