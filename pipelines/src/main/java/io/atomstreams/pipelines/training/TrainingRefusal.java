package io.atomstreams.pipelines.training;

/** Why a training request cannot be carried out as it is; asking again will not help. */
public final class TrainingRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String request;
  private final String model;

  /**
   * A refusal.
   *
   * @param request id of the request; empty where it cannot be told
   * @param model its model; empty where it cannot be told
   */
  public TrainingRefusal(String request, String model, String message) {
    this(request, model, message, null);
  }

  /** A refusal with its cause. */
  public TrainingRefusal(String request, String model, String message, Throwable cause) {
    super(message, cause);
    this.request = request;
    this.model = model;
  }

  /** Id of the request; empty where it cannot be told. */
  public String request() {
    return request;
  }

  /** Its answer. */
  public TrainingOutcome outcome() {
    return TrainingOutcome.without(request, TrainingOutcome.Status.REFUSED, model, getMessage());
  }
}
