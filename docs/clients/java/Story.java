import com.example.tollgate.ApiClient;
import com.example.tollgate.ApiException;
import com.example.tollgate.api.CrmApi;
import com.example.tollgate.api.CrmApi.APISearchContactsRequest;
import com.example.tollgate.api.TasksApi;
import com.example.tollgate.api.TasksApi.APIListTasksRequest;
import com.example.tollgate.api.WorkspaceApi;
import com.example.tollgate.model.Contact;
import com.example.tollgate.model.ContactPatch;
import com.example.tollgate.model.NewContact;
import com.example.tollgate.model.NewTask;
import com.example.tollgate.model.Problem;
import com.example.tollgate.model.SearchContacts200Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A contact, a task about them, both read again, and a two-way sync of contacts: with the client that OpenAPI Generator makes. */
public final class Story {

    private static final String NO_CONTACT = "con_01m8afqfxperet0m4s2pngpy3a";

    /** A real sync waits for minutes between two rounds. */
    private static final int ROUND_MS = 100;

    private static final int ROUNDS_MAX = 100;

    public static void main(String[] arguments) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(System.getenv("TOLLGATE_URL"));
        var authorization = "Bearer " + System.getenv("TOLLGATE_TOKEN");
        client.setRequestInterceptor(request -> request.header("Authorization", authorization));
        var crm = new CrmApi(client);
        var tasks = new TasksApi(client);

        // One key per write, made before the first try and sent again with each retry.
        var key = UUID.randomUUID().toString();
        var ada = new NewContact().name("Ada Lovelace").email("ada-" + key + "@example.org");
        var contact = crm.createContact(ada, null, null, key).getData();
        var again = crm.createContact(ada, null, null, key).getData();
        if (!again.getId().equals(contact.getId())) {
            throw new IllegalStateException("a repeated key made a second contact");
        }

        var call = new NewTask().title("Call Ada").contactId(contact.getId());
        var task = tasks.createTask(call, null, null, UUID.randomUUID().toString()).getData();
        var read = tasks.getTask(task.getId(), null).getData();

        // A sync, to Tollgate: the other system's ID of a contact decides whether it is made or changed.
        var grace = new NewContact().externalSource("erp").externalId(key);
        var synced = new ArrayList<Long>();
        var id = "";
        for (var name : List.of("Grace", "Grace Hopper")) {
            var once = UUID.randomUUID().toString();
            var written = crm.createContact(grace.name(name), null, "update", once).getData();
            synced.add(Long.valueOf(written.getVersion()));
            id = written.getId();
        }
        var found = new ArrayList<String>();
        crm.searchContacts(APISearchContactsRequest.newBuilder()
                        .externalSource("erp")
                        .externalId(key)
                        .build())
                .getData()
                .forEach(one -> found.add(one.getName()));

        crm.deleteContact(id, UUID.randomUUID().toString(), null);

        var own = new WorkspaceApi(client).getWorkspace().getData().getCredential().getId();
        var sync = new FromTollgate(crm, own);
        for (int rounds = 1; sync.linked.isEmpty() || sync.deleted.isEmpty(); rounds++) {
            if (rounds > ROUNDS_MAX) {
                throw new IllegalStateException("no contact of somebody else, or no deletion");
            }
            sync.round();
            Thread.sleep(ROUND_MS);
        }

        // All pages of a list.
        var titles = new ArrayList<String>();
        String cursor = null;
        do {
            var page = tasks.listTasks(APIListTasksRequest.newBuilder()
                    .limit(1)
                    .cursor(cursor)
                    .contactId(contact.getId())
                    .build());
            page.getData().forEach(one -> titles.add(one.getTitle()));
            cursor = page.getNextCursor();
        } while (cursor != null);

        System.out.println(client.getObjectMapper()
                .writeValueAsString(Map.of(
                        "contact", contact.getId(),
                        "status", read.getStatus().getValue(),
                        "titles", titles,
                        "synced", synced,
                        "found", found,
                        "linked", sync.linked,
                        "deleted", sync.deleted.size(),
                        "missing", missing(client, crm))));
    }

    /** The direction from Tollgate: deletions, then what others changed; the sync's own changes are its echo. */
    private static final class FromTollgate {

        final List<String> linked = new ArrayList<>();
        final List<String> deleted = new ArrayList<>();

        private final CrmApi crm;
        private final String own;
        private String since;

        FromTollgate(CrmApi crm, String own) {
            this.crm = crm;
            this.own = own;
        }

        void round() throws ApiException {
            String until;
            String cursor = null;
            do {
                var page = changes(cursor, since, true);
                if (page.getDeleted() != null) {
                    page.getDeleted().forEach(gone -> deleted.add(gone.getExternalId()));
                }
                cursor = page.getNextCursor();
                until = page.getUpdatedUntil();
            } while (cursor != null);
            do {
                var page = changes(cursor, since == null ? "1970-01-01" : since, null);
                for (var contact : page.getData()) {
                    if (!contact.getLastActor().equals(own) && contact.getExternalId() == null && link(contact)) {
                        linked.add(contact.getName());
                    }
                }
                cursor = page.getNextCursor();
            } while (cursor != null);
            since = until;
        }

        private SearchContacts200Response changes(String cursor, String from, Boolean gone) throws ApiException {
            return crm.searchContacts(APISearchContactsRequest.newBuilder()
                    .limit(100)
                    .cursor(cursor)
                    .updatedSince(from)
                    .deleted(gone)
                    .build());
        }

        /** Gives it the ID that it got in erp; false if somebody changed it meanwhile: the next round lists it again. */
        private boolean link(Contact contact) throws ApiException {
            var patch = new ContactPatch().externalSource("erp").externalId(UUID.randomUUID().toString());
            try {
                var version = "\"" + contact.getVersion() + "\"";
                crm.updateContact(contact.getId(), UUID.randomUUID().toString(), version, patch);
                return true;
            } catch (ApiException refused) {
                if (refused.getCode() != 412) {
                    throw refused;
                }
                return false;
            }
        }
    }

    /** The code of the problem that a refused call is answered with. */
    private static String missing(ApiClient client, CrmApi crm) throws Exception {
        try {
            return crm.getContact(NO_CONTACT, null).getData().getName();
        } catch (ApiException refused) {
            return client.getObjectMapper()
                    .readValue(refused.getResponseBody(), Problem.class)
                    .getCode()
                    .getValue();
        }
    }
}
