package dev.holdfast.borg.key;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;

/// A locked key with the id of its repository: what `borg key export` writes and key files hold.
public record KeyText(ObjectId repository, KeyBlob blob) {
  private static final String MARK = "BORG_KEY ";

  /// @throws RefusedException if the first line is not `BORG_KEY` with an id, or the rest no key
  public static KeyText parse(String text) throws RefusedException {
    if (text.length() > KeyBlob.TEXT_CHARS_MAX) {
      throw RefusedException.malformed("the key text is too long");
    }
    String[] firstAndRest = text.strip().split("\\R", 2);
    if (!firstAndRest[0].startsWith(MARK) || firstAndRest.length < 2) {
      throw RefusedException.malformed(
          "the key text does not start with a line BORG_KEY and an id");
    }
    ObjectId repository = ObjectId.parseHex(firstAndRest[0].substring(MARK.length()).strip());
    return new KeyText(repository, KeyBlob.parse(firstAndRest[1]));
  }

  /// The text, line break at its end included.
  public String text() {
    return MARK + repository.hex() + "\n" + blob.text() + "\n";
  }
}
