package io.github.slimmaven.verify;

import io.github.slimmaven.probe.Answer;

/**
 * One probe's answers side by side.
 *
 * @param request as in {@code GET http://:8080/path}
 * @param source what the source image answered first
 * @param slim what the minified image answered
 * @param same whether the second can stand for the first
 * @param difference where they differ: few lines, fit for a terminal; "" if they are the same
 */
public record Comparison(
    String request, Answer source, Answer slim, boolean same, String difference) {}
