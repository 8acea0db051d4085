import { DurableObject } from "cloudflare:workers";
import type * as board from "#domain/leaderboard";

export class Leaderboard extends DurableObject<object> {
  async update(_: board.BoardUpdate): Promise<board.BoardUpdated> {
    throw new Error("not yet");
  }
  async begin(_: board.BoardMoment): Promise<board.BoardState> {
    throw new Error("not yet");
  }
  async rank(_: board.BoardMoment): Promise<board.BoardState> {
    throw new Error("not yet");
  }
  async state(): Promise<board.BoardState> {
    throw new Error("not yet");
  }
  async page(_: board.PageQuery): Promise<board.BoardPage> {
    throw new Error("not yet");
  }
  async place(_: board.PlaceQuery): Promise<board.BoardPlace> {
    throw new Error("not yet");
  }
  async ranks(_: board.RanksQuery): Promise<{ state: board.BoardState; ranks: board.BoardRank[] }> {
    throw new Error("not yet");
  }
  async leaders(_: board.LeadersQuery): Promise<board.MonthLeader[]> {
    throw new Error("not yet");
  }
}
