package io.atomstreams.pipelines.command;

/**
 * What a job is told. Of each job the latest one stands, also for a job that starts later.
 *
 * @param job which, by its name
 * @param wish what it is to do
 * @param by who says so
 * @param reason why; may be empty
 * @param at wall clock, ms UTC
 */
public record JobCommand(String job, Wish wish, String by, String reason, long at) {

  /** What a job can be told. */
  public enum Wish {
    /** Take in no more events until told otherwise; what was taken in is finished and committed. */
    PAUSE("pause"),
    /** Go on where it was. */
    RESUME("resume");

    private final String word;

    Wish(String word) {
      this.word = word;
    }

    /** As it stands in records and on the command line. */
    public String word() {
      return word;
    }
  }
}
