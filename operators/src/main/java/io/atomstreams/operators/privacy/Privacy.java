package io.atomstreams.operators.privacy;

import io.atomstreams.operators.validation.IntakeFactory;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * The privacy of one job, as it travels with it: what is hidden, where the key lies, and a check
 * value of the key. Two processes with two keys would make two customers of one, so a process that
 * finds another key than the job was defined with does not begin.
 */
public final class Privacy implements Serializable {

  private static final long serialVersionUID = 1;

  private final Options options;
  private final long keyCheck;

  /**
   * What is hidden.
   *
   * @param pseudonymise fields that become pseudonyms
   */
  public record Options(
      Set<PersonalField> pseudonymise, FreeText text, DeadLetters deadLetters, KeySource key)
      implements Serializable {

    public Options {
      pseudonymise = Set.copyOf(pseudonymise);
    }
  }

  /** What becomes of the text that customers write. */
  public enum FreeText {
    KEEP,
    /** {@link PseudonymisedIntakes#REDACTED} stands where there was a text. */
    REDACT,
    /** As if there had been none. */
    DROP
  }

  /** What dead letters keep of their input. */
  public enum DeadLetters {
    /** Key and value byte for byte, personal or not, so that they can be sent again. */
    KEEP,
    /** What {@link Redaction} says, and no value in their detail. */
    REDACT
  }

  private Privacy(Options options, long keyCheck) {
    this.options = options;
    this.keyCheck = keyCheck;
  }

  /**
   * Binds a job to the key that is there now.
   *
   * @param environment the variables of this process
   * @throws IllegalArgumentException if there is no usable key
   */
  public static Privacy bind(Options options, Map<String, String> environment) {
    return new Privacy(options, options.key().read(environment).check());
  }

  /**
   * Reads the key where the job runs.
   *
   * @param environment the variables of this process
   * @throws IllegalArgumentException if there is no usable key, or another than the job is bound to
   */
  public IntakeFactory open(Map<String, String> environment) {
    PseudonymKey key = options.key().read(environment);
    if (key.check() != keyCheck) {
      throw new IllegalArgumentException(
          options.key()
              + " holds another key here than where the job was started; all its processes must"
              + " have the same");
    }
    return new PseudonymisedIntakes(options, key);
  }
}
