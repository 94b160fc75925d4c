// What the sketch of docs/clients.md uses of Arduino's ESP32 core, over a plain socket, so that a test can
// run it: whatever host it names, the network leads to RELAY_URL.
#pragma once

#include <netdb.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

class String {
 public:
  String(const char* text = "") : text_(text) {}
  String(const std::string& text) : text_(text) {}
  String operator+(const String& more) const { return String(text_ + more.text_); }
  String& operator+=(char more) {
    text_ += more;
    return *this;
  }
  void toLowerCase() { std::transform(text_.begin(), text_.end(), text_.begin(), ::tolower); }
  String substring(unsigned int from) const { return substring(from, text_.size()); }
  String substring(unsigned int from, unsigned int to) const {
    return from < text_.size() ? String(text_.substr(from, to - from)) : String();
  }
  int indexOf(const char* part) const {
    const auto at = text_.find(part);
    return at == std::string::npos ? -1 : static_cast<int>(at);
  }
  long toInt() const { return std::atol(text_.c_str()); }
  const std::string& bytes() const { return text_; }

 private:
  std::string text_;
};

inline unsigned long millis() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}
inline void delay(unsigned long ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }
inline long random(long least, long end) { return least + std::rand() % (end - least); }

class WiFiClientSecure {
 public:
  void setCACert(const char*) {}

  int connect(const char*, int, int) {
    const std::string url = std::getenv("RELAY_URL");
    const auto colon = url.rfind(':');
    addrinfo* found = nullptr;
    const std::string host = url.substr(7, colon - 7);
    if (getaddrinfo(host.c_str(), url.substr(colon + 1).c_str(), nullptr, &found) != 0) return 0;
    socket_ = socket(found->ai_family, SOCK_STREAM, 0);
    const int failed = ::connect(socket_, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return failed == 0;
  }
  void print(const String& text) {
    if (write(socket_, text.bytes().data(), text.bytes().size()) < 0) stop();
  }
  int available() {
    int bytes = 0;
    ioctl(socket_, FIONREAD, &bytes);
    return bytes;
  }
  bool connected() {
    char next;
    return recv(socket_, &next, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
  }
  int read() {
    unsigned char byte;
    return ::read(socket_, &byte, 1) == 1 ? byte : -1;
  }
  void stop() {
    close(socket_);
    socket_ = -1;
  }

 private:
  int socket_ = -1;
};

void setup();
void loop();

int main() {
  setup();
  while (true) loop();
}
