package com.example.features;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.logging.XMLFormatter;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

final class Platform {
  private Platform() {}

  static String jmx() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    StringJoiner done = new StringJoiner("\n");
    for (ObjectName name : new TreeSet<>(server.queryNames(null, null))) {
      if (name.getDomain().startsWith("java") || name.getDomain().startsWith("jdk")) {
        server.getMBeanInfo(name);
        done.add(name.toString());
      }
    }
    ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
    Object help =
        server.invoke(
            diagnostics,
            "help",
            new Object[] {new String[0]},
            new String[] {"[Ljava.lang.String;"});
    done.add("commands " + help.toString().contains("Thread.print"));
    done.add("cpu " + server.getAttribute(
        new ObjectName("java.lang:type=OperatingSystem"), "AvailableProcessors").getClass());
    return done.toString();
  }

  static String jmxRmi() throws Exception {
    JMXConnectorServer server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://localhost"),
            null,
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    try (JMXConnector client = JMXConnectorFactory.connect(server.getAddress())) {
      return client
          .getMBeanServerConnection()
          .getAttribute(new ObjectName("java.lang:type=Threading"), "ObjectMonitorUsageSupported")
          .toString();
    } finally {
      server.stop();
    }
  }

  /** A program is started by a helper of the runtime, which no class names. */
  static String process() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException(output);
    }
    return output.replaceAll("(?s)^.*Picked up [^\n]*\n|, sharing", "");
  }

  /** The frames of our own classes have their lines. */
  static String logging() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamHandler handler = new StreamHandler(out, new SimpleFormatter());
    StreamHandler xml = new StreamHandler(out, new XMLFormatter());
    Logger logger = Logger.getLogger("features");
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    logger.addHandler(xml);
    try {
      Integer.parseInt("none");
    } catch (NumberFormatException e) {
      logger.log(Level.SEVERE, "not a number", e);
    }
    handler.flush();
    xml.flush();
    logger.removeHandler(handler);
    logger.removeHandler(xml);
    StringJoiner done = new StringJoiner("\n");
    out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("number") || line.contains("at com.example.features"))
        .forEach(done::add);
    return done.toString();
  }

  static Optional<Class<?>> find(String name) {
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Classes that only a string names. */
  static String byName() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String name :
        new String[] {
          "javax.script.ScriptEngineManager",
          "com.sun.nio.sctp.SctpChannel",
          "javax.smartcardio.TerminalFactory",
          "javax.security.auth.kerberos.KerberosPrincipal",
          "com.sun.security.auth.module.UnixSystem",
          "sun.misc.Unsafe",
          "java.net.http.WebSocket"
        }) {
      done.add(Class.forName(name).getModule() + " has " + name);
    }
    Object list = Class.forName("java.util.ArrayList").getConstructor().newInstance();
    Method add = Class.forName("java.util.Collection").getMethod("add", Object.class);
    return done.add("" + add.invoke(list, "one") + list).toString();
  }

  static String random() {
    StringJoiner done = new StringJoiner("\n");
    done.add(RandomGenerator.getDefault().getClass().getName());
    RandomGeneratorFactory.all()
        .map(factory -> factory.name() + " " + factory.create().nextInt(1, 2))
        .sorted()
        .forEach(done::add);
    return done.toString();
  }

  /** By reflection: they came with 21. */
  static String virtualThreads() throws Exception {
    Method factory;
    try {
      factory =
          Class.forName("java.util.concurrent.Executors")
              .getMethod("newVirtualThreadPerTaskExecutor");
    } catch (NoSuchMethodException e) {
      return "none before 21";
    }
    ExecutorService executor = (ExecutorService) factory.invoke(null);
    try {
      return executor.submit(() -> Thread.currentThread().getClass().getSimpleName()).get();
    } finally {
      executor.shutdown();
    }
  }

  static String flightRecorder() throws Exception {
    try (AutoCloseable recording =
        (AutoCloseable) Class.forName("jdk.jfr.Recording").getConstructor().newInstance()) {
      recording.getClass().getMethod("start").invoke(recording);
      return recording.getClass().getMethod("getState").invoke(recording).toString();
    }
  }
}
