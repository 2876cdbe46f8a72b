package io.atomstreams.pipelines.mapping;

/** A source that cannot be read at all, as opposed to a row of it that cannot be mapped. */
public final class MappingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MappingException(String message, Throwable cause) {
    super(message, cause);
  }
}
