package io.atomstreams.pipelines.chaos;

import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.highavailability.ClientHighAvailabilityServices;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalService;
import org.apache.flink.runtime.webmonitor.retriever.LeaderRetriever;

/** Which of a cluster's JobManagers leads, as ZooKeeper says. */
final class Leadership {

  private static final long ANSWER_WITHIN_SECONDS = 60;

  private Leadership() {}

  /**
   * The name of its process; without high availability there is but one.
   *
   * @throws IllegalStateException if nobody leads within a minute
   */
  static String of(LocalCluster cluster) {
    Map<String, String> webUrls = cluster.webUrls();
    if (webUrls.size() == 1) {
      return webUrls.keySet().iterator().next();
    }
    int port = URI.create(address(cluster.configuration())).getPort();
    return webUrls.entrySet().stream()
        .filter(one -> URI.create(one.getValue()).getPort() == port)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody of " + webUrls + " is at " + port));
  }

  @SuppressWarnings("try") // that closing may be interrupted is dealt with below
  private static String address(Configuration configuration) {
    try {
      ClientHighAvailabilityServices services =
          HighAvailabilityServicesUtils.createClientHAService(configuration, error -> {});
      try {
        return leader(services.getClusterRestEndpointLeaderRetriever());
      } finally {
        services.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking who leads", e);
    } catch (Exception e) {
      throw new IllegalStateException("nobody says who leads: " + e.getMessage(), e);
    }
  }

  private static String leader(LeaderRetrievalService endpoint) throws Exception {
    LeaderRetriever leader = new LeaderRetriever();
    endpoint.start(leader);
    try {
      return leader.getLeaderFuture().get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS).f0;
    } finally {
      endpoint.stop();
    }
  }
}
