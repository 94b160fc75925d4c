# The relay on Tencent's SCF: docs/hosts.md, "SCF". Written by the provider's documentation and never applied;
# (?) marks what is not established.

terraform {
  required_version = ">= 1.5"
  required_providers {
    archive      = { source = "hashicorp/archive", version = "~> 2.4" }
    tencentcloud = { source = "tencentcloudstack/tencentcloud", version = "~> 1.81" }
  }
}

provider "tencentcloud" {
  region = var.region
}

locals {
  dist = "${path.module}/../../dist"
  # No TENCENTCLOUD_…: those are SCF's own, and hold the credentials of the role.
  environment = {
    CLS_ENDPOINT = var.cls_endpoint
    RELAY_CONFIG = "relay.config.json"
    RELAY_REGION = var.region
  }
}

data "archive_file" "relay" {
  type             = "zip"
  output_path      = "${local.dist}/scf-relay.zip"
  output_file_mode = "0755"
  source {
    filename = "scf_bootstrap"
    content  = file("${path.module}/scf_bootstrap")
  }
  source {
    filename = "server.cjs"
    content  = file("${local.dist}/server.cjs")
  }
  source {
    filename = "relay.config.json"
    content  = file(var.config)
  }
}

resource "tencentcloud_scf_function" "relay" {
  name              = "heartbeat-relay"
  description       = "Takes a plain heartbeat over HTTP, signs it and answers with the assignment."
  func_type         = "HTTP"
  runtime           = var.runtime
  zip_file          = data.archive_file.relay.output_path
  role              = var.role
  mem_size          = 128
  timeout           = 10
  enable_public_net = true
  environment = merge(local.environment, {
    CLS_RATE_PER_SECOND = var.rate_per_second - var.schedule_per_second
  })
  triggers {
    name = "heartbeat-relay-url"
    type = "http"
    trigger_desc = jsonencode({
      AuthType  = "NONE"
      NetConfig = { EnableIntranet = true, EnableExtranet = true }
    })
  }
}

# One instance knows the rate and the leases. How many requests it takes at once is set in the console, since the
# provider has no argument for it; and whether this is also the most that runs (?).
resource "tencentcloud_scf_reserved_concurrency_config" "relay" {
  function_name            = tencentcloud_scf_function.relay.name
  reserved_concurrency_mem = tencentcloud_scf_function.relay.mem_size
}

data "archive_file" "schedule" {
  type        = "zip"
  output_path = "${local.dist}/scf-schedule.zip"
  source {
    # SCF looks for `schedule.js` by the name of the handler (?).
    filename = "schedule.js"
    content  = file("${local.dist}/functions/schedule.cjs")
  }
  source {
    filename = "relay.config.json"
    content  = file(var.config)
  }
}

resource "tencentcloud_scf_function" "schedule" {
  name              = "heartbeat-relay-schedule"
  description       = "Sends the heartbeats of the scheduled aliases, started every minute."
  handler           = "schedule.handler"
  runtime           = var.runtime
  zip_file          = data.archive_file.schedule.output_path
  role              = var.role
  mem_size          = 128
  timeout           = 70
  enable_public_net = true
  environment = merge(local.environment, {
    CLS_RATE_PER_SECOND = var.schedule_per_second
  })
  triggers {
    name         = "every-minute"
    type         = "timer"
    trigger_desc = "0 * * * * * *"
  }
}

# A heartbeat repeated later would keep a dead consumer's partitions: never retry.
resource "tencentcloud_scf_function_event_invoke_config" "schedule" {
  function_name = tencentcloud_scf_function.schedule.name
  async_trigger_config {
    msg_ttl = 60
    retry_config {
      retry_num = 0
    }
  }
}
