package io.atomstreams.pipelines.chaos.soak;

/**
 * The most that the job did under a load that waited for it.
 *
 * @param perSecond outcomes
 * @param seconds for which they were counted; 0 if nothing was measured
 * @param heldShare share of that time in which the load waited; where it is small, the load was the
 *     slower one, and the job can do more
 */
public record Peak(double perSecond, double seconds, double heldShare) {

  public static final Peak NOT_MEASURED = new Peak(0, 0, 0);
}
