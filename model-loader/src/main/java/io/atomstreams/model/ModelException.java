package io.atomstreams.model;

/**
 * A model that cannot be found, opened, fitted or run. The message names the model, the value that
 * is wrong, the rule it breaks and the way out; it is written to be shown to a person as it is.
 */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
