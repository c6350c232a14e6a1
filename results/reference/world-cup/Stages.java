import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the CPU time of a run goes, by stage, from a JFR recording: java Stages.java FILE. */
public final class Stages {
  /** The first entry that is part of a frame's class name, from the top of the stack, decides. */
  private static final String[][] STAGES = {
    {"kernel.Simulation", "run loop and digest"},
    {"engine.request.RequestEvents", "run loop and digest"},
    {"kernel.", "calendar"},
    {"UniformOrderStatistics", "arrivals"},
    {"ArrivalProcess", "arrivals"},
    {"PiecewiseRate", "arrivals"},
    {"distribution.", "draws of demand, hops and storage"},
    {"ProcessorSharing", "CPU sharing"},
    {"engine.request.Gateways", "gateways"},
    {"DeadlineQueue", "deadlines"},
    {"LatencyHistogram", "histograms"},
    {"Endpoints", "flow of the request"},
    {"engine.request.", "flow of the request"},
    {"engine.state.", "flow of the request"},
    {"engine.control.", "control plane and steps"},
    {"engine.", "control plane and steps"},
    {"", "start, files, report"},
  };

  private Stages() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> samples = new LinkedHashMap<>();
    for (String[] stage : STAGES) {
      samples.put(stage[1], 0);
    }
    int all = 0;
    try (RecordingFile file = new RecordingFile(Path.of(arguments[0]))) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          samples.merge(stage(event), 1, Integer::sum);
          all++;
        }
      }
    }
    for (Map.Entry<String, Integer> entry : samples.entrySet()) {
      System.out.printf("%-34s %5.1f %%%n", entry.getKey(), 100.0 * entry.getValue() / all);
    }
    System.out.printf("%d samples%n", all);
  }

  private static String stage(RecordedEvent event) {
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      // the streams and the libraries belong to whoever called them
      if (type.startsWith("dev.medley.") && !type.startsWith("dev.medley.random.")) {
        for (String[] stage : STAGES) {
          if (type.contains(stage[0])) {
            return stage[1];
          }
        }
      }
    }
    return "start, files, report";
  }
}
