import com.example.tollgate.ApiClient;
import com.example.tollgate.ApiException;
import com.example.tollgate.api.CrmApi;
import com.example.tollgate.api.TasksApi;
import com.example.tollgate.model.NewContact;
import com.example.tollgate.model.NewTask;
import com.example.tollgate.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A contact, a task about them, and both read again: with the client that OpenAPI Generator makes. */
public final class Story {

    private static final String NO_CONTACT = "con_01m8afqfxperet0m4s2pngpy3a";

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

        // A sync: the other system's ID of a contact decides whether it is made or changed.
        var grace = new NewContact().externalSource("erp").externalId(key);
        var synced = new ArrayList<Long>();
        for (var name : List.of("Grace", "Grace Hopper")) {
            var once = UUID.randomUUID().toString();
            synced.add(Long.valueOf(crm.createContact(grace.name(name), null, "update", once).getData().getVersion()));
        }
        var found = new ArrayList<String>();
        crm.searchContacts(null, null, null, null, null, null, null, null, "erp", key, null, null, null)
                .getData()
                .forEach(one -> found.add(one.getName()));

        // All pages of a list.
        var titles = new ArrayList<String>();
        String cursor = null;
        do {
            var page = tasks.listTasks(
                    1, cursor, null, null, null, contact.getId(), null, null, null, null, null, null, null, null, null);
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
                        "missing", missing(client, crm))));
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
