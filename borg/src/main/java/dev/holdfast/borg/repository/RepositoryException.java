package dev.holdfast.borg.repository;

import java.io.IOException;

/// A repository host did not do what it was asked. The message names no path of it.
public final class RepositoryException extends IOException {
  private static final long serialVersionUID = 1L;

  private final RepositoryFailure failure;

  /// @param detail what else to say, or empty
  public RepositoryException(RepositoryFailure failure, String detail) {
    super(detail.isEmpty() ? failure.sentence() : failure.sentence() + ": " + detail);
    this.failure = failure;
  }

  /// Why, for programs.
  public RepositoryFailure failure() {
    return failure;
  }
}
