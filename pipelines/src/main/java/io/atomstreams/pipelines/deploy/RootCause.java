package io.atomstreams.pipelines.deploy;

/** The reason under all others in a stack trace that Flink hands out as text. */
final class RootCause {

  private static final String CAUSED_BY = "Caused by: ";

  private RootCause() {}

  /** One line: the last cause with its message, or the first line if nothing caused it. */
  static String of(String stackTrace) {
    int last = stackTrace.lastIndexOf(CAUSED_BY);
    String from = last < 0 ? stackTrace : stackTrace.substring(last + CAUSED_BY.length());
    int end = from.indexOf("\n\tat ");
    return (end < 0 ? from : from.substring(0, end)).strip();
  }
}
