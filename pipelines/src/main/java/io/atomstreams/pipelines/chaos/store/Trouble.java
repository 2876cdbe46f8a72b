package io.atomstreams.pipelines.chaos.store;

/** What an object store is like to those who call it. */
public enum Trouble {
  /** It answers. */
  NONE("answers"),
  /** 503 {@code SlowDown} to every request. */
  SLOW_DOWN("says 503 SlowDown"),
  /** 500 {@code InternalError}, connections cut in the middle, and some that hold a while. */
  FAULTY("says 500 and cuts connections"),
  /** Nobody listens. */
  GONE("refuses connections");

  private final String words;

  Trouble(String words) {
    this.words = words;
  }

  /** What it does, as in "the store …". */
  public String words() {
    return words;
  }
}
