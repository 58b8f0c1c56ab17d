package io.github.slimmaven.mojo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;

/** Hears what happens in a build after a goal has ended. Only extensions are told by Maven. */
final class BuildWatch {
  private BuildWatch() {}

  /** Adds a listener before the one that the build has. */
  static void add(MavenExecutionRequest request, Consumer<ExecutionEvent> listener) {
    synchronized (request) {
      ExecutionListener first = request.getExecutionListener();
      request.setExecutionListener(
          (ExecutionListener)
              Proxy.newProxyInstance(
                  BuildWatch.class.getClassLoader(),
                  new Class<?>[] {ExecutionListener.class},
                  (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof ExecutionEvent event) {
                      listener.accept(event);
                    }
                    try {
                      return first == null ? null : method.invoke(first, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }));
    }
  }
}
