package dev.holdfast.lab;

/// A step of the demo did not go as it should.
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String sentence) {
    super(sentence);
  }
}
