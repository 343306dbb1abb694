package dev.holdfast.fleet.config.shape;

/// A key of a section.
///
/// @param name as it is written
/// @param shape what its value must look like
/// @param summary one sentence for the schema, with the default
/// @param isAppendable whether `+name` adds to an inherited list
public record Key<T>(String name, Shape<T> shape, String summary, boolean isAppendable) {
  /// A key that replaces what is inherited.
  public static <T> Key<T> of(String name, Shape<T> shape, String summary) {
    return new Key<>(name, shape, summary, false);
  }

  /// A list that `+name` can add to.
  public static <T> Key<T> ofList(String name, Shape<T> shape, String summary) {
    return new Key<>(name, shape, summary, true);
  }

  /// The key that adds to the list.
  Key<T> appending() {
    return new Key<>("+" + name, shape, "Added to the inherited " + name + ".", false);
  }
}
