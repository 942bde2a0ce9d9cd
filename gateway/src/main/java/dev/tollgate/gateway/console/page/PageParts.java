package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.place.IdPlaces;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.RefusedView;
import io.netty.handler.codec.http.QueryStringEncoder;

/**
 * What the pages of one loop share.
 *
 * @param control URL of the control plane
 */
public record PageParts(
        Places places,
        IdPlaces ids,
        PlaceLinks links,
        PageCalls calls,
        ShellMaker shells,
        PageWriter writer,
        String control) {

    /** Parameter of a page with the name of the operation that was just done. */
    public static final String DONE = "done";

    private static final String UNKNOWN_REQUEST = "A page that called no operation, and a read that the audit only "
            + "counts, is a line with this id in the log of the gateway.";

    /** Sends the page of a refusal; who is not known any more signs in again. */
    void refuse(Visit visit, PageTarget target, Problem problem) {
        var requestId = visit.arrival().requestId().text();
        if (problem.status() == UNAUTHORIZED.code()) {
            writer.redirect(visit.request(), requestId, Places.SIGN_IN + "?to=" + Places.encoded(visit.path()));
            return;
        }
        var isRequest = problem.status() == NOT_FOUND.code() && visit.path().contains("/requests/");
        var view =
                new RefusedView(shells.of(visit, problem.title(), target), problem, isRequest ? UNKNOWN_REQUEST : null);
        writer.page(visit.request(), problem.status(), requestId, "problem.jte", view);
    }

    /**
     * The same call for a terminal; what a form was filled in with by its link is no part of it. All of its URL is
     * percent-encoded: no text of a link ends the quotes around it.
     */
    String command(Look<?> look) {
        var route = look.place().face().face().route();
        var url = new QueryStringEncoder(control + Places.filled(route.path(), look.parameters()));
        look.visit().request().params().forEach((name, value) -> {
            if (route.method().equals("GET") && !name.equals(DONE) && !value.isEmpty()) {
                url.addParam(name, value);
            }
        });
        return "curl -X " + route.method() + " '" + url + "' -H \"Authorization: Bearer $TGA\"";
    }
}
