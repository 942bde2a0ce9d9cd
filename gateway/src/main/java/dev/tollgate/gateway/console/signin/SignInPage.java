package dev.tollgate.gateway.console.signin;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.console.asset.ConsoleAssets;
import dev.tollgate.gateway.console.page.PageWriter;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.Shell;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The page to sign in at.
 *
 * @param hasProvider whether an identity provider is set up
 */
record SignInPage(PageWriter writer, ConsoleAssets assets, Problems problems, boolean hasProvider) {

    private static final int PLACE_CHARS_MAX = 2_000;

    /**
     * Sends the page.
     *
     * @param refusal why nobody is signed in; null for nothing
     * @param place where to go then
     */
    void send(HttpServerRequest request, Arrival arrival, @Nullable Refusal refusal, String place) {
        var requestId = arrival.requestId().text();
        var problem = refusal == null ? null : problems.problem(refusal, arrival.requestId(), null);
        var provider = hasProvider ? SignInPlaces.PROVIDER + "?to=" + Places.encoded(place) : null;
        var view = new SignInView(Shell.ofStranger("Sign in", requestId, assets), place, provider, problem);
        var status = refusal == null ? OK.code() : Problem.status(refusal);
        writer.page(request, status, requestId, "signin.jte", view);
    }

    /**
     * A path of the console that somebody wanted, without its query, which anybody may have written; anything else
     * leads to its first page.
     */
    static String place(@Nullable String wanted) {
        if (wanted == null) {
            return Places.ROOT;
        }
        var query = wanted.indexOf('?');
        var path = query < 0 ? wanted : wanted.substring(0, query);
        return (path.equals(Places.ROOT) || path.startsWith(Places.ROOT + '/'))
                        && path.length() <= PLACE_CHARS_MAX
                        && path.chars().allMatch(letter -> letter > ' ' && letter < 127 && letter != '\\')
                        && !path.startsWith(Places.SIGN_IN)
                ? path
                : Places.ROOT;
    }
}
