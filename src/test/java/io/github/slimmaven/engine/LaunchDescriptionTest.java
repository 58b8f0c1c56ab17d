package io.github.slimmaven.engine;

import static io.github.slimmaven.engine.Launches.launch;
import static io.github.slimmaven.engine.Launches.withArgs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchDescriptionTest {
  private static final String BOTH = "{'Entrypoint':['/bin/app','-v'],'Cmd':['serve']}";

  @Test
  void argvIsEntrypointThenCmd() throws Exception {
    assertThat(LaunchDescription.of(launch(BOTH), "h").argv())
        .containsExactly("/bin/app", "-v", "serve");
  }

  @Test
  void argsReplaceCmdOnly() throws Exception {
    assertThat(LaunchDescription.of(withArgs(launch(BOTH), "check", "all"), "h").argv())
        .containsExactly("/bin/app", "-v", "check", "all");
    assertThat(LaunchDescription.of(withArgs(launch(BOTH)), "h").argv())
        .containsExactly("/bin/app", "-v");
  }

  @Test
  void argsAloneAreTheProgramWhereThereIsNoEntrypoint() throws Exception {
    assertThat(LaunchDescription.of(withArgs(launch("{'Cmd':['a']}"), "b"), "h").argv())
        .containsExactly("b");
  }

  @Test
  void neitherEntrypointNorCmdIsAnErrorThatSaysWhatToDo() {
    assertThatThrownBy(() -> LaunchDescription.of(launch("{}"), "h"))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The image 'test/image' names no program to run: it has neither an entrypoint nor a cmd."
                + " Set 'args', or give the image an entrypoint.");
  }

  @Test
  void envOfTheLaunchWinsByNameAndDefaultsComeFirst() throws Exception {
    var description =
        LaunchDescription.of(launch("{'Cmd':['a'],'Env':['A=1','B=2=3']}", "A=9", "C="), "box");

    assertThat(description.env())
        .containsExactly(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOSTNAME=box",
            "A=9",
            "C=",
            "B=2=3");
  }

  @Test
  void pathAndHostnameOfTheImageReplaceTheDefaultsInPlace() throws Exception {
    var description =
        LaunchDescription.of(launch("{'Cmd':['a'],'Env':['X=1','HOSTNAME=me','PATH=/p']}"), "box");

    assertThat(description.env()).containsExactly("PATH=/p", "HOSTNAME=me", "X=1");
  }

  @Test
  void variableWithoutEqualsRemovesTheDefault() throws Exception {
    assertThat(LaunchDescription.of(launch("{'Cmd':['a'],'Env':['PATH']}"), "box").env())
        .containsExactly("HOSTNAME=box");
  }

  @Test
  void userOfTheLaunchWinsAndDirectoryDefaultsToRoot() throws Exception {
    Launch launch = launch("{'Cmd':['a'],'User':'www:www'}");
    assertThat(LaunchDescription.of(launch, "h").user()).isEqualTo("www:www");
    assertThat(LaunchDescription.of(launch, "h").cwd()).isEqualTo("/");
    Launch other =
        new Launch(
            launch.image(),
            launch.args(),
            launch.env(),
            Optional.of("7:8"),
            List.of(),
            true,
            launch.directory());
    assertThat(LaunchDescription.of(other, "h").user()).isEqualTo("7:8");
  }

  @Test
  void relativeWorkingDirectoryIsAnError() {
    assertThatThrownBy(() -> LaunchDescription.of(launch("{'Cmd':['a'],'WorkingDir':'app'}"), "h"))
        .hasMessage(
            "The image 'test/image' has the working directory 'app', which is not absolute."
                + " Correct its WORKDIR.");
  }

  @Test
  void bytesAreNulTerminatedKeysInTheirOrder() throws Exception {
    var description =
        new LaunchDescription(List.of("/a b", ""), List.of("Ä=ö\nx"), "/w", "www:www");

    byte[] bytes =
        description.bytes(
            "n0", Optional.of("/t"), List.of(new LaunchDescription.Setting("lower", "/l")));

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            "arg=/a b\0arg=\0env=Ä=ö\nx\0cwd=/w\0user=www:www\0caps=a80425fb\0nonce=n0\0"
                + "trace=/t\0lower=/l\0");
  }

  @Test
  void untracedHasNoTraceKey() throws Exception {
    var description = new LaunchDescription(List.of("a"), List.of(), "/", "");
    assertThat(
            new String(description.bytes("n", Optional.empty(), List.of()), StandardCharsets.UTF_8))
        .isEqualTo("arg=a\0cwd=/\0user=\0caps=a80425fb\0nonce=n\0");
  }

  @Test
  void nulInAValueIsAnError() {
    var description = new LaunchDescription(List.of("a"), List.of("A=1\0env=B=2"), "/", "");
    assertThatThrownBy(() -> description.bytes("n", Optional.empty(), List.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("env 'A=1\\0env=B=2' with a NUL character");
  }
}
