#include "publication/own_port.h"

#include <httplib.h>

namespace chengnuo::publication {

void keep_port_alone(httplib::Server& server) {
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;  // a port that was just left may be taken again
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
}

}  // namespace chengnuo::publication
